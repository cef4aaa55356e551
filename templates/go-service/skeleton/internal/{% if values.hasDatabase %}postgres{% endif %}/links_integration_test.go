package postgres_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"${{ values.modulePath }}/internal/links"
	"${{ values.modulePath }}/internal/links/linkstest"
	"${{ values.modulePath }}/internal/postgres"
)

// openSchema makes a schema of the test's own, and opens the database with it.
func openSchema(t *testing.T, registry prometheus.Registerer) *pgxpool.Pool {
	t.Helper()
	text := os.Getenv("TEST_DATABASE_URL")
	if text == "" {
		t.Skip("TEST_DATABASE_URL is not set: the test needs a PostgreSQL database")
	}
	admin, err := pgxpool.New(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(admin.Close)

	schema := "test_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The test's own context is done by now.
		if _, err := admin.Exec(context.Background(), "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			t.Error(err)
		}
	})

	address, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	query := address.Query()
	query.Set("search_path", schema)
	address.RawQuery = query.Encode()
	pool, err := postgres.Open(t.Context(), address.String(), registry)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	if err := postgres.Migrate(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	return pool
}

func TestLinkStore(t *testing.T) {
	t.Parallel()
	linkstest.TestStore(t, func(t *testing.T) links.Store {
		return postgres.NewLinkStore(openSchema(t, prometheus.NewRegistry()))
	})
}

func TestMigrateAgain(t *testing.T) {
	t.Parallel()
	pool := openSchema(t, prometheus.NewRegistry())
	store := postgres.NewLinkStore(pool)
	linkstest.Create(t, store, "docs")
	if err := postgres.Migrate(t.Context(), pool); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Find(t.Context(), "docs"); err != nil {
		t.Errorf("the link did not survive: %v", err)
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewPedanticRegistry()
	store := postgres.NewLinkStore(openSchema(t, registry))
	linkstest.Create(t, store, "docs")

	for name, want := range map[string]int{
		"db_client_connection_count": 2,
		"db_client_connection_max":   1,
	} {
		if count, err := testutil.GatherAndCount(registry, name); err != nil || count != want {
			t.Errorf("%s: got %d time series, error %v", name, count, err)
		}
	}
	if count, err := testutil.GatherAndCount(registry, "db_client_operation_duration_seconds"); err != nil || count == 0 {
		t.Errorf("operations: got %d time series, error %v", count, err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"postgresql://localhost:port/links":                "read the database's address",
		"postgresql://127.0.0.1:1/links?connect_timeout=1": "reach the database",
	} {
		_, err := postgres.Open(t.Context(), address, prometheus.NewRegistry())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one that says %q", err, want)
		}
	}
}
