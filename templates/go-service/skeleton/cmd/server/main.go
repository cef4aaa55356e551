// Command server runs ${{ values.name }}.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

{%- if values.hasCache %}
	"${{ values.modulePath }}/internal/cache"
{%- endif %}
	"${{ values.modulePath }}/internal/config"
	"${{ values.modulePath }}/internal/health"
	"${{ values.modulePath }}/internal/httpapi"
	"${{ values.modulePath }}/internal/links"
	"${{ values.modulePath }}/internal/logging"
{%- if values.hasDatabase %}
	"${{ values.modulePath }}/internal/postgres"
{%- endif %}
	"${{ values.modulePath }}/internal/server"
	"${{ values.modulePath }}/internal/telemetry"
)

// version is set when the image is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Once the service drains, a second signal ends it at once.
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
	readiness := &health.Readiness{}

{%- if values.hasDatabase %}

	pool, err := postgres.Open(ctx, cfg.DatabaseURL, registry)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool); err != nil {
		return err
	}
	readiness.Check("database", pool.Ping)

	var store links.Store = postgres.NewLinkStore(pool)
{%- else %}

	var store links.Store = links.NewMemoryStore()
{%- endif %}
{%- if values.hasCache %}
	if cfg.RedisURL != "" {
		client, err := cache.Open(cfg.RedisURL)
		if err != nil {
			return err
		}
		defer client.Close()
		// Not part of readiness: without its cache the service is slower, not down.
		store = cache.NewLinkStore(store, cache.Options{
			Client:   client,
			TTL:      cfg.CacheTTL,
			Logger:   logger,
			Registry: registry,
		})
	}
{%- endif %}

	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort("", strconv.Itoa(cfg.Port)))
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	logger.InfoContext(ctx, "listening", "address", listener.Addr().String())

	srv := &http.Server{
		Handler: httpapi.New(httpapi.Options{
			Store:     store,
			Readiness: readiness,
			Registry:  registry,
			Logger:    logger,
		}),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      15 * time.Second,
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
