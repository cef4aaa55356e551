package ${{ values.javaPackage }}.stock;

import java.util.List;
import java.util.Optional;

/** Keeps items. Safe for use by several threads. */
public interface ItemStore {

    /** Adds an item, and tells whether it was new. */
    boolean add(Item item);

    Optional<Item> find(String sku);

    /** Up to {@code limit} items in the order of their SKUs, beginning behind {@code after}. */
    List<Item> list(String after, int limit);

    /** Takes some away and returns what is left; empty when there are fewer, or there is no such item. */
    Optional<Item> take(String sku, int quantity);
}
