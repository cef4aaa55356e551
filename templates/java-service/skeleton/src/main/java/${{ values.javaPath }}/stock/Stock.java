package ${{ values.javaPackage }}.stock;

import java.util.List;
{%- if values.hasCache %}
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
{%- endif %}
import org.springframework.stereotype.Service;

/** What is in stock. */
@Service
public class Stock {
{%- if values.hasCache %}

    /** The cache of items, by SKU. */
    public static final String CACHE = "items";
{%- endif %}

    private final ItemStore store;

    Stock(ItemStore store) {
        this.store = store;
    }

    public void add(Item item) {
        if (!store.add(item)) {
            throw new ItemExistsException(item.sku());
        }
    }
{% if values.hasCache %}
    @Cacheable(CACHE)
{%- endif %}
    public Item find(String sku) {
        return store.find(sku).orElseThrow(() -> new ItemNotFoundException(sku));
    }

    public List<Item> list(String after, int limit) {
        return store.list(after, limit);
    }

    /** Takes some of an item away, and returns what is left of it. */
{%- if values.hasCache %}
    @CacheEvict(cacheNames = CACHE, key = "#p0")
{%- endif %}
    public Item take(String sku, int quantity) {
        return store.take(sku, quantity).orElseThrow(() -> {
            var item = store.find(sku).orElseThrow(() -> new ItemNotFoundException(sku));
            return new TooFewInStockException(item, quantity);
        });
    }
}
