package ${{ values.javaPackage }}.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgresql://shop:secret@db:5433/stock, jdbc:postgresql://db:5433/stock, shop, secret",
        "postgresql://shop:secret@db/stock?sslmode=require, jdbc:postgresql://db:5432/stock?sslmode=require, shop, secret",
        "postgresql://shop:a%40b%3A+c@db/stock, jdbc:postgresql://db:5432/stock, shop, a@b:+c",
        "postgresql://shop@db/stock, jdbc:postgresql://db:5432/stock, shop, ''",
    })
    void isReadForJdbc(String text, String jdbcUrl, String username, String password) {
        assertThat(DatabaseUrl.parse(text)).isEqualTo(new DatabaseUrl(jdbcUrl, username, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://shop:secret@db/a", "postgresql://db/a", "secret@db", "postgresql://s:sec ret@db"})
    void refusesWhatItCannotReadWithoutSayingThePassword(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.parse(text))
                .withMessageContaining("DATABASE_URL")
                .satisfies(exception -> assertThat(exception).hasNoCause())
                .withMessageNotContaining("sec");
    }

    @Test
    void isWrittenWithoutThePassword() {
        assertThat(DatabaseUrl.parse("postgresql://shop:secret@db/stock"))
                .hasToString("jdbc:postgresql://db:5432/stock");
    }
}
