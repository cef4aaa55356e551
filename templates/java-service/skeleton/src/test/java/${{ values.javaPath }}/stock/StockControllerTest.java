package ${{ values.javaPackage }}.stock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@WebMvcTest(StockController.class)
@Import({Stock.class, MemoryItemStore.class})
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class StockControllerTest {

    @Autowired
    private MockMvcTester mvc;

    private MvcTestResult post(String path, String json) {
        return mvc.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(json)
                .exchange();
    }

    private void add(String sku, int quantity) {
        var added = post("/items", "{\"sku\":\"%s\",\"name\":\"A %s\",\"quantity\":%d}".formatted(sku, sku, quantity));
        assertThat(added).hasStatus(HttpStatus.CREATED).hasHeader("Location", "/items/" + sku);
    }

    @Test
    void anItemIsAddedFoundAndTaken() {
        add("bolt", 7);
        assertThat(mvc.get().uri("/items/bolt"))
                .hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"sku\":\"bolt\",\"name\":\"A bolt\",\"quantity\":7}");
        assertThat(post("/items/bolt/withdrawals", "{\"quantity\":5}"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("quantity")
                .isEqualTo(2);
        assertThat(post("/items/bolt/withdrawals", "{\"quantity\":3}"))
                .hasStatus(HttpStatus.CONFLICT)
                .bodyJson()
                .extractingPath("available")
                .isEqualTo(2);
    }

    @Test
    void itemsAreListedPageByPage() {
        add("bolt", 1);
        add("nut", 1);
        assertThat(mvc.get().uri("/items?limit=1"))
                .bodyJson()
                .isStrictlyEqualTo(
                        "{\"items\":[{\"sku\":\"bolt\",\"name\":\"A bolt\",\"quantity\":1}],\"next\":\"bolt\"}");
        assertThat(mvc.get().uri("/items?limit=1&after=bolt"))
                .bodyJson()
                .isStrictlyEqualTo("{\"items\":[{\"sku\":\"nut\",\"name\":\"A nut\",\"quantity\":1}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sku\":\"B\",\"name\":\"Bolt\",\"quantity\":1}|sku",
                "{\"sku\":\"bolt-\",\"name\":\"Bolt\",\"quantity\":1}|sku",
                "{\"name\":\"Bolt\",\"quantity\":1}|sku",
                "{\"sku\":\"bolt\",\"name\":\" \",\"quantity\":1}|name",
                "{\"sku\":\"bolt\",\"name\":\"Bolt\",\"quantity\":-1}|quantity",
                "{\"sku\":\"bolt\",\"name\":\"Bolt\"}|quantity",
            })
    void aWrongFieldIsNamed(String json, String field) {
        assertThat(post("/items", json))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .extractingPath("errors")
                .asMap()
                .containsOnlyKeys(field);
    }

    @Test
    void aWrongParameterIsNamed() {
        assertThat(mvc.get().uri("/items?limit=201"))
                .hasStatus(HttpStatus.BAD_REQUEST)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyJson()
                .extractingPath("errors")
                .asMap()
                .containsOnlyKeys("limit");
    }

    @Test
    void whatCannotBeIsRefusedAsAProblem() {
        add("bolt", 1);
        assertThat(post("/items", "{")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("/items", "{\"sku\":\"nut\",\"name\":\"Nut\",\"quantity\":1,\"colour\":\"red\"}"))
                .hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(post("/items", "{\"sku\":\"bolt\",\"name\":\"Bolt\",\"quantity\":1}"))
                .hasStatus(HttpStatus.CONFLICT)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(post("/items/nut/withdrawals", "{\"quantity\":1}")).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(mvc.get().uri("/items/nut"))
                .hasStatus(HttpStatus.NOT_FOUND)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
}
