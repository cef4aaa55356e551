package ${{ values.javaPackage }}.database;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A schema of a test's own in the database of {@code TEST_DATABASE_URL}; dropped in the end. */
public final class TestSchema implements AutoCloseable {

    public static final String VARIABLE = "TEST_DATABASE_URL";
    public static final String HOW = "TEST_DATABASE_URL is not set: the test needs a PostgreSQL database.";

    private final String address = System.getenv(VARIABLE);
    private final String name = "test_" + UUID.randomUUID().toString().replace("-", "");

    private TestSchema() {
        execute("CREATE SCHEMA " + name);
    }

    public static TestSchema create() {
        return new TestSchema();
    }

    /** The database's address, with this schema as the current one. */
    public String url() {
        return address + (address.contains("?") ? "&" : "?") + "currentSchema=" + name;
    }

    @Override
    public void close() {
        execute("DROP SCHEMA " + name + " CASCADE");
    }

    private void execute(String statement) {
        var url = DatabaseUrl.parse(address);
        JdbcClient.create(new DriverManagerDataSource(url.jdbcUrl(), url.username(), url.password()))
                .sql(statement)
                .update();
    }
}
