# Go.
.PHONY: language-install language-build language-lint language-format language-test language-start

language-install:
	go mod download

language-build:
	CGO_ENABLED=0 go build -trimpath -ldflags "-X main.version=$(VERSION)" -o bin/server ./cmd/server

# What the toolchain itself brings; `golangci-lint run` knows more, where it is installed.
language-lint:
	@test -z "$$(gofmt -l cmd internal)" || { gofmt -d cmd internal; exit 1; }
	go vet ./...
	go tool staticcheck ./...

language-format:
	gofmt -w cmd internal

language-test:
{%- if values.hasDatabase %}
	@test -n "$$TEST_DATABASE_URL" || echo 'TEST_DATABASE_URL is not set: tests against a database are skipped.'
{%- endif %}
	go test ./...

language-start:
	exec ./bin/server
