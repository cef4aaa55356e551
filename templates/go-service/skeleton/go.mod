module ${{ values.modulePath }}

go 1.26.0

tool honnef.co/go/tools/cmd/staticcheck

require (
{%- if values.hasCache %}
	github.com/alicebob/miniredis/v2 v2.40.0
{%- endif %}
	github.com/caarlos0/env/v11 v11.4.2
{%- if values.hasDatabase %}
	github.com/exaring/otelpgx v0.13.0
{%- endif %}
	github.com/go-chi/chi/v5 v5.5.0
{%- if values.hasDatabase %}
	github.com/jackc/pgx/v5 v5.12.0
	github.com/pressly/goose/v3 v3.29.0
{%- endif %}
	github.com/prometheus/client_golang v1.25.0
{%- if values.hasCache %}
	github.com/redis/go-redis/extra/redisotel/v9 v9.23.0
	github.com/redis/go-redis/v9 v9.23.0
{%- endif %}
	go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp v0.72.0
	go.opentelemetry.io/otel v1.47.0
	go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp v1.47.0
	go.opentelemetry.io/otel/sdk v1.47.0
	go.opentelemetry.io/otel/trace v1.47.0
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/beorn7/perks v1.0.1 // indirect
	github.com/cenkalti/backoff/v5 v5.0.3 // indirect
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/felixge/httpsnoop v1.1.0 // indirect
	github.com/go-logr/logr v1.4.4 // indirect
	github.com/go-logr/stdr v1.2.2 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/grpc-ecosystem/grpc-gateway/v2 v2.30.0 // indirect
{%- if values.hasDatabase %}
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
{%- endif %}
	github.com/kylelemons/godebug v1.1.0 // indirect
{%- if values.hasDatabase %}
	github.com/mfridman/interpolate v0.0.2 // indirect
{%- endif %}
	github.com/munnerz/goautoneg v0.0.0-20191010083416-a7dc8b61c822 // indirect
	github.com/prometheus/client_model v0.6.3 // indirect
	github.com/prometheus/common v0.72.0 // indirect
	github.com/prometheus/procfs v0.22.0 // indirect
{%- if values.hasCache %}
	github.com/redis/go-redis/extra/rediscmd/v9 v9.23.0 // indirect
{%- endif %}
{%- if values.hasDatabase %}
	github.com/sethvargo/go-retry v0.5.0 // indirect
{%- endif %}
{%- if values.hasCache %}
	github.com/yuin/gopher-lua v1.1.1 // indirect
{%- endif %}
	go.opentelemetry.io/auto/sdk v1.2.1 // indirect
	go.opentelemetry.io/otel/exporters/otlp/otlptrace v1.47.0 // indirect
	go.opentelemetry.io/otel/log v1.47.0 // indirect
	go.opentelemetry.io/otel/metric v1.47.0 // indirect
	go.opentelemetry.io/proto/otlp v1.11.0 // indirect
{%- if values.hasCache %}
	go.uber.org/atomic v1.12.0 // indirect
{%- endif %}
{%- if values.hasDatabase %}
	go.uber.org/multierr v1.11.0 // indirect
{%- endif %}
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/tools v0.51.0 // indirect
	google.golang.org/genproto/googleapis/api v0.0.0-20261005182115-fad411399dd8 // indirect
	google.golang.org/genproto/googleapis/rpc v0.0.0-20261005182115-fad411399dd8 // indirect
	google.golang.org/grpc v1.84.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)
