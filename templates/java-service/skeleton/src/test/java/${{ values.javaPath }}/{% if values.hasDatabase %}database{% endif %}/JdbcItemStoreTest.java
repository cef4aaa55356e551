package ${{ values.javaPackage }}.database;

import ${{ values.javaPackage }}.stock.ItemStore;
import ${{ values.javaPackage }}.stock.ItemStoreContract;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@EnabledIfEnvironmentVariable(named = TestSchema.VARIABLE, matches = ".+", disabledReason = TestSchema.HOW)
class JdbcItemStoreTest implements ItemStoreContract {

    private TestSchema schema;
    private ItemStore store;

    @BeforeEach
    void migrate() {
        schema = TestSchema.create();
        var url = DatabaseUrl.parse(schema.url());
        var database = new DriverManagerDataSource(url.jdbcUrl(), url.username(), url.password());
        Flyway.configure().dataSource(database).load().migrate();
        store = new JdbcItemStore(JdbcClient.create(database));
    }

    @AfterEach
    void drop() {
        schema.close();
    }

    @Override
    public ItemStore store() {
        return store;
    }
}
