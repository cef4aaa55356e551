package config_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"${{ values.modulePath }}/internal/config"
)

func TestLoad(t *testing.T) {
	t.Parallel()
{%- if values.hasDatabase %}
	base := []string{"DATABASE_URL=postgresql://localhost/links"}
{%- else %}
	var base []string
{%- endif %}

	t.Run("has defaults for a developer's machine", func(t *testing.T) {
		t.Parallel()
		cfg, err := config.Load(base)
		if err != nil {
			t.Fatal(err)
		}
		if cfg.Port != ${{ values.port }} || cfg.LogLevel != slog.LevelInfo || cfg.ServiceName != "${{ values.name }}" {
			t.Errorf("unexpected defaults: port %d, level %s, name %q", cfg.Port, cfg.LogLevel, cfg.ServiceName)
		}
	})

	t.Run("reads the platform's variables", func(t *testing.T) {
		t.Parallel()
		cfg, err := config.Load(append(base, "PORT=9000", "LOG_LEVEL=debug", "SERVICE_ENVIRONMENT=prod"))
		if err != nil {
			t.Fatal(err)
		}
		if cfg.Port != 9000 || cfg.LogLevel != slog.LevelDebug || cfg.Environment != "prod" {
			t.Errorf("got port %d, level %s, environment %q", cfg.Port, cfg.LogLevel, cfg.Environment)
		}
	})

	for _, tc := range []struct {
		name    string
		environ []string
		mention string
	}{
		{"a port that is no number", append(base, "PORT=http"), "Port"},
		{"an unknown log level", append(base, "LOG_LEVEL=loud"), "LogLevel"},
{%- if values.hasDatabase %}
		{"a missing database", nil, "DATABASE_URL"},
{%- endif %}
	} {
		t.Run("refuses "+tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(tc.environ)
			if err == nil || !strings.Contains(err.Error(), tc.mention) {
				t.Errorf("got error %v, want one that mentions %s", err, tc.mention)
			}
		})
	}
}

func TestShutdownDelay(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		environment string
		seconds     *uint
		want        time.Duration
	}{
		{"local", nil, 0},
		{"prod", nil, 5 * time.Second},
		{"prod", new(uint(0)), 0},
		{"local", new(uint(3)), 3 * time.Second},
	} {
		cfg := config.Config{Environment: tc.environment, ShutdownDelaySeconds: tc.seconds}
		if got := cfg.ShutdownDelay(); got != tc.want {
			t.Errorf("%+v: got %s", tc, got)
		}
	}
}
