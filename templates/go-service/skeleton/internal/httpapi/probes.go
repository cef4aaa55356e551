package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"${{ values.modulePath }}/internal/health"
)

const readyTimeout = 2 * time.Second

func live(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, r, http.StatusOK, health.Report{Status: "ok"})
}

func ready(readiness *health.Readiness, logger *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		report := readiness.Report(ctx)
		if report.Err != nil {
			logger.WarnContext(ctx, "not ready", "error", report.Err)
		}
		status := http.StatusOK
		if !report.Ready() {
			status = http.StatusServiceUnavailable
		}
		writeJSON(w, r, status, report)
	}
}
