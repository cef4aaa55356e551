package telemetry_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"go.opentelemetry.io/otel"

	"${{ values.modulePath }}/internal/telemetry"
)

func TestTracesReachTheCollector(t *testing.T) {
	var path atomic.Value
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		path.Store(r.URL.Path)
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	t.Setenv("OTEL_TRACES_SAMPLER", "always_on")

	stop, err := telemetry.Start(t.Context(), telemetry.Service{Name: "test"}, collector.URL)
	if err != nil {
		t.Fatal(err)
	}
	_, span := otel.Tracer("test").Start(t.Context(), "work")
	span.End()
	if err := stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := path.Load(); got != "/v1/traces" {
		t.Errorf("collector saw a request to %v, want /v1/traces", got)
	}
}

func TestTracingIsOffWithoutAnEndpoint(t *testing.T) {
	stop, err := telemetry.Start(t.Context(), telemetry.Service{Name: "test"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := stop(t.Context()); err != nil {
		t.Error(err)
	}
}
