package logging_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"testing"

	"go.opentelemetry.io/otel/trace"

	"${{ values.modulePath }}/internal/logging"
)

func TestLogsNameTheirTrace(t *testing.T) {
	t.Parallel()
	span := trace.NewSpanContext(trace.SpanContextConfig{TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}})
	ctx := trace.ContextWithSpanContext(t.Context(), span)

	var out bytes.Buffer
	logger := logging.New(&out, slog.LevelInfo).With("service", "test")
	logger.DebugContext(ctx, "not wanted")
	logger.InfoContext(ctx, "within")
	logger.InfoContext(context.Background(), "without")

	type line struct {
		Msg, Service string
		TraceID      string `json:"trace_id"`
		SpanID       string `json:"span_id"`
	}
	decoder := json.NewDecoder(&out)
	for _, want := range []line{
		{"within", "test", span.TraceID().String(), span.SpanID().String()},
		{"without", "test", "", ""},
	} {
		var got line
		if err := decoder.Decode(&got); err != nil || got != want {
			t.Errorf("got %+v, error %v, want %+v", got, err, want)
		}
	}
	if decoder.More() {
		t.Error("more lines than wanted")
	}
}
