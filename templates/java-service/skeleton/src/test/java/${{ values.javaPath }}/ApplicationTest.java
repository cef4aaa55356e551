package ${{ values.javaPackage }};

import static org.assertj.core.api.Assertions.assertThat;

{% if values.hasDatabase %}import ${{ values.javaPackage }}.database.TestSchema;
import org.junit.jupiter.api.AfterAll;
{% endif %}import org.junit.jupiter.api.Test;
{% if values.hasDatabase %}import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
{% endif %}import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
{%- if values.hasDatabase %}
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
{%- endif %}
import org.springframework.web.client.RestClient;

/** The whole service, asked over HTTP. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
{%- if values.hasDatabase %}
@EnabledIfEnvironmentVariable(named = TestSchema.VARIABLE, matches = ".+", disabledReason = TestSchema.HOW)
{%- endif %}
class ApplicationTest {
{%- if values.hasDatabase %}

    private static final TestSchema SCHEMA = TestSchema.create();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("database.url", SCHEMA::url);
    }

    @AfterAll
    static void dropSchema() {
        SCHEMA.close();
    }
{%- endif %}

    @Autowired
    private ApplicationContext context;

    @LocalServerPort
    private int port;

    private ResponseEntity<String> get(String path) {
        return RestClient.create("http://localhost:" + port)
                .get()
                .uri(path)
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(String.class);
    }

    @Test
    void requestsAreMeasuredButProbesAreNot() {
        var created = RestClient.create("http://localhost:" + port)
                .post()
                .uri("/items")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"sku\":\"bolt\",\"name\":\"Bolt\",\"quantity\":7}")
                .retrieve()
                .toBodilessEntity();
        assertThat(created.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        assertThat(get("/items/bolt").getBody()).contains("\"quantity\":7");
        assertThat(get("/healthz").getStatusCode()).isEqualTo(HttpStatus.OK);

        assertThat(get("/metrics").getBody())
                .containsPattern("http_server_requests_seconds_bucket\\{.*uri=\"/items/\\{sku}\",le=\"0.5\"} \\d")
                .containsPattern("http_server_requests_seconds_count\\{.*uri=\"/items/\\{sku}\"} 1\\s")
                .doesNotContain("uri=\"/healthz\"")
                .contains("jvm_memory_used_bytes{area=\"heap\"")
{%- if values.hasDatabase %}
                .contains("hikaricp_connections_max{")
                .contains("hikaricp_connections_usage_seconds_bucket{")
{%- endif %}
                .contains("process_uptime_seconds");
    }

    @Test
    void readinessFollowsTheState() {
        assertThat(get("/readyz").getStatusCode()).isEqualTo(HttpStatus.OK);
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        try {
            var answer = get("/readyz");
            assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
            assertThat(answer.getBody()).contains("\"readinessState\":{\"status\":\"OUT_OF_SERVICE\"");
            assertThat(get("/healthz").getStatusCode()).isEqualTo(HttpStatus.OK);
        } finally {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @Test
    void nothingElseIsExposed() {
        assertThat(get("/env").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        assertThat(get("/health").getBody()).doesNotContain("components");
    }
}
