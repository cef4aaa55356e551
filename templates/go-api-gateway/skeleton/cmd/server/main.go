// Command server runs the gateway ${{ values.name }}.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"${{ values.modulePath }}/internal/config"
	"${{ values.modulePath }}/internal/gateway"
	"${{ values.modulePath }}/internal/health"
	"${{ values.modulePath }}/internal/logging"
	"${{ values.modulePath }}/internal/server"
	"${{ values.modulePath }}/internal/telemetry"
)

// version is set when the image is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Once the gateway drains, a second signal ends it at once.
	context.AfterFunc(ctx, stop)

	if err := run(ctx, os.Environ(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves until ctx is done and every request in flight is answered.
func run(ctx context.Context, environ []string, out io.Writer) (err error) {
	cfg, err := config.Load(environ)
	if err != nil {
		return err
	}
	logger := logging.New(out, cfg.LogLevel).With("service", cfg.ServiceName, "version", version)

	stopTracing, err := telemetry.Start(ctx, telemetry.Service{
		Name:        cfg.ServiceName,
		Version:     version,
		Environment: cfg.Environment,
	}, cfg.TracesEndpoint)
	if err != nil {
		return err
	}
	defer func() {
		flushCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		err = errors.Join(err, stopTracing(flushCtx))
	}()

	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)

	gw := gateway.New(logger, registry)
	if err := gw.Reload(ctx, cfg.RoutesFile, os.Getenv); err != nil {
		return err
	}
	hangUp := make(chan os.Signal, 1)
	signal.Notify(hangUp, syscall.SIGHUP)
	defer signal.Stop(hangUp)
	if err := gw.Watch(ctx, cfg.RoutesFile, os.Getenv, hangUp); err != nil {
		return err
	}
	readiness := &health.Readiness{}
	readiness.Check("upstreams", gw.CheckUpstreams)

	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("", strconv.Itoa(cfg.Port)))
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	logger.InfoContext(ctx, "listening", "address", listener.Addr().String())

	// How long a request may take is up to its route.
	srv := &http.Server{
		Handler:           handler(gw, readiness, registry, logger),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       time.Minute,
	}
	err = server.Serve(ctx, srv, listener, server.Drain{
		Begin: func() {
			readiness.Stop()
			logger.Info("stopping", "delay", cfg.ShutdownDelay().String())
		},
		Delay:   cfg.ShutdownDelay(),
		Timeout: cfg.ShutdownTimeout,
	})
	if err != nil {
		return err
	}
	logger.Info("stopped")
	return nil
}

// handler answers probes and metrics itself. Everything else is for the gateway.
func handler(gw http.Handler, readiness *health.Readiness, registry *prometheus.Registry, logger *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/healthz":
			report(w, health.Report{Status: "ok"})
		case "/readyz":
			ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
			defer cancel()
			found := readiness.Report(ctx)
			if found.Err != nil {
				logger.WarnContext(ctx, "not ready", "error", found.Err)
			}
			report(w, found)
		case "/metrics":
			promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry}).ServeHTTP(w, r)
		default:
			gw.ServeHTTP(w, r)
		}
	})
}

func report(w http.ResponseWriter, found health.Report) {
	w.Header().Set("Content-Type", "application/json")
	if !found.Ready() {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	// The one who asked may have gone away; there is nobody else to tell.
	_ = json.NewEncoder(w).Encode(found)
}
