// Package config reads the gateway's own settings from its environment. What it
// does with requests is in the routes file; see package routes.
package config

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/caarlos0/env/v11"
)

// Config is everything that differs between environments. The platform sets
// these variables from score.yaml; the defaults are for a developer's machine.
type Config struct {
	Port        int        `env:"PORT"                envDefault:"${{ values.port }}"`
	LogLevel    slog.Level `env:"LOG_LEVEL"           envDefault:"info"`
	ServiceName string     `env:"SERVICE_NAME"        envDefault:"${{ values.name }}"`
	Environment string     `env:"SERVICE_ENVIRONMENT" envDefault:"local"`
	RoutesFile  string     `env:"ROUTES_FILE"         envDefault:"routes.yaml"`

	// TracesEndpoint only tells whether to trace; the exporter reads the
	// OTEL_ variables itself.
	TracesEndpoint string `env:"OTEL_EXPORTER_OTLP_ENDPOINT"`

	// ShutdownDelaySeconds is how long requests are still taken after SIGTERM,
	// while load balancers learn that this instance is no longer ready.
	ShutdownDelaySeconds *uint `env:"SHUTDOWN_DELAY_SECONDS"`
	// ShutdownTimeout is how long requests in flight may then take.
	ShutdownTimeout time.Duration `env:"SHUTDOWN_TIMEOUT" envDefault:"20s"`
}

// Load reads the settings from variables in the form of os.Environ.
func Load(environ []string) (Config, error) {
	cfg, err := env.ParseAsWithOptions[Config](env.Options{Environment: env.ToMap(environ)})
	if err != nil {
		return Config{}, fmt.Errorf("read configuration: %w", err)
	}
	return cfg, nil
}

// ShutdownDelay is ShutdownDelaySeconds, or what suits the environment: nobody
// has to learn anything on a developer's machine.
func (c Config) ShutdownDelay() time.Duration {
	switch {
	case c.ShutdownDelaySeconds != nil:
		return time.Duration(*c.ShutdownDelaySeconds) * time.Second
	case c.Environment == "local":
		return 0
	default:
		return 5 * time.Second
	}
}
