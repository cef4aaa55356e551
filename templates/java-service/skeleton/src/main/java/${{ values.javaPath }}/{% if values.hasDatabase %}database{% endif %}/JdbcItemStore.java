package ${{ values.javaPackage }}.database;

import ${{ values.javaPackage }}.stock.Item;
import ${{ values.javaPackage }}.stock.ItemStore;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps items in PostgreSQL. */
@Repository
class JdbcItemStore implements ItemStore {

    private final JdbcClient jdbc;

    JdbcItemStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean add(Item item) {
        return jdbc.sql("INSERT INTO items (sku, name, quantity) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                        .params(item.sku(), item.name(), item.quantity())
                        .update()
                == 1;
    }

    @Override
    public Optional<Item> find(String sku) {
        return jdbc.sql("SELECT sku, name, quantity FROM items WHERE sku = ?")
                .param(sku)
                .query(Item.class)
                .optional();
    }

    @Override
    public List<Item> list(String after, int limit) {
        return jdbc.sql("SELECT sku, name, quantity FROM items WHERE sku > ? ORDER BY sku LIMIT ?")
                .params(after, limit)
                .query(Item.class)
                .list();
    }

    @Override
    public Optional<Item> take(String sku, int quantity) {
        return jdbc.sql("""
                        UPDATE items SET quantity = quantity - :quantity
                        WHERE sku = :sku AND quantity >= :quantity
                        RETURNING sku, name, quantity
                        """)
                .param("sku", sku)
                .param("quantity", quantity)
                .query(Item.class)
                .optional();
    }
}
