package ${{ values.javaPackage }}.stock;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
{%- if not values.hasDatabase %}
import org.springframework.stereotype.Repository;
{%- endif %}

/** Keeps items for as long as the process runs. */
{%- if not values.hasDatabase %}
@Repository
{%- endif %}
class MemoryItemStore implements ItemStore {

    private final ConcurrentSkipListMap<String, Item> items = new ConcurrentSkipListMap<>();

    @Override
    public boolean add(Item item) {
        return items.putIfAbsent(item.sku(), item) == null;
    }

    @Override
    public Optional<Item> find(String sku) {
        return Optional.ofNullable(items.get(sku));
    }

    @Override
    public List<Item> list(String after, int limit) {
        return items.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public Optional<Item> take(String sku, int quantity) {
        while (true) {
            var item = items.get(sku);
            if (item == null || item.quantity() < quantity) {
                return Optional.empty();
            }
            var left = new Item(sku, item.name(), item.quantity() - quantity);
            if (items.replace(sku, item, left)) {
                return Optional.of(left);
            }
        }
    }
}
