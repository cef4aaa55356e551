package ${{ values.javaPackage }}.database;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** A database's address as the platform gives it, {@code postgresql://user:password@host:port/name}, for JDBC. */
record DatabaseUrl(String jdbcUrl, String username, String password) implements JdbcConnectionDetails {

    static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException exception) {
            // Without the cause, whose message would put the password into the log.
            throw new IllegalArgumentException("DATABASE_URL is no address.");
        }
        if (!"postgresql".equals(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() == null) {
            throw new IllegalArgumentException(
                    "DATABASE_URL has to be of the form postgresql://user:password@host:port/name.");
        }
        var credentials = uri.getRawUserInfo().split(":", 2);
        var port = uri.getPort() == -1 ? 5432 : uri.getPort();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new DatabaseUrl(
                "jdbc:postgresql://%s:%d%s%s".formatted(uri.getHost(), port, uri.getRawPath(), query),
                decode(credentials[0]),
                credentials.length == 2 ? decode(credentials[1]) : "");
    }

    private static String decode(String text) {
        // A plus sign is itself here, unlike in a form.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String getJdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public String getUsername() {
        return username;
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
