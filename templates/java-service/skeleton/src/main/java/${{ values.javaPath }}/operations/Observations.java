package ${{ values.javaPackage }}.operations;

import io.micrometer.observation.ObservationPredicate;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** What is measured and traced. */
@Configuration(proxyBeanMethods = false)
class Observations {

    /** Paths that the platform asks, and nobody else. */
    static final Set<String> PROBES = Set.of("/healthz", "/readyz", "/metrics");

    @Bean
    ObservationPredicate noProbes() {
        return (name, context) -> !(context instanceof ServerRequestObservationContext request
                && PROBES.contains(request.getCarrier().getRequestURI()));
    }

    /** The endpoint as OpenTelemetry's variables have it: without the path. */
    @Bean
    @ConditionalOnProperty("otel.exporter.otlp.endpoint")
    OtlpTracingConnectionDetails tracesEndpoint(@Value("${otel.exporter.otlp.endpoint}") String endpoint) {
        return transport -> endpoint.replaceAll("/+$", "") + "/v1/traces";
    }
}
