package cache_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/prometheus/client_golang/prometheus"

	"${{ values.modulePath }}/internal/cache"
	"${{ values.modulePath }}/internal/links"
	"${{ values.modulePath }}/internal/links/linkstest"
)

func open(t *testing.T, behind links.Store) (*cache.LinkStore, *miniredis.Miniredis) {
	t.Helper()
	server := miniredis.RunT(t)
	client, err := cache.Open("redis://" + server.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return cache.NewLinkStore(behind, cache.Options{
		Client:   client,
		TTL:      time.Minute,
		Logger:   slog.New(slog.DiscardHandler),
		Registry: prometheus.NewRegistry(),
	}), server
}

func TestLinkStore(t *testing.T) {
	t.Parallel()
	linkstest.TestStore(t, func(t *testing.T) links.Store {
		store, _ := open(t, links.NewMemoryStore())
		return store
	})
}

func TestLinkStoreAsksTheStoreBehindOnlyOnce(t *testing.T) {
	t.Parallel()
	behind := links.NewMemoryStore()
	store, server := open(t, behind)
	linkstest.Create(t, store, "docs")
	if _, err := store.Find(t.Context(), "docs"); err != nil {
		t.Fatal(err)
	}
	if err := behind.Delete(t.Context(), "docs"); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Find(t.Context(), "docs"); err != nil {
		t.Errorf("not from the cache: %v", err)
	}

	server.FastForward(2 * time.Minute)
	if _, err := store.Find(t.Context(), "docs"); !errors.Is(err, links.ErrNotFound) {
		t.Errorf("after it expired: got %v, want %v", err, links.ErrNotFound)
	}
}

func TestLinkStoreWorksWithoutItsCache(t *testing.T) {
	t.Parallel()
	store, server := open(t, links.NewMemoryStore())
	linkstest.Create(t, store, "docs")
	server.Close()
	if _, err := store.Find(t.Context(), "docs"); err != nil {
		t.Errorf("Find: %v", err)
	}
	if err := store.Delete(t.Context(), "docs"); err != nil {
		t.Errorf("Delete: %v", err)
	}
}

func TestLinkStoreIgnoresWhatItCannotRead(t *testing.T) {
	t.Parallel()
	store, server := open(t, links.NewMemoryStore())
	linkstest.Create(t, store, "docs")
	if err := server.Set("link:docs", "no JSON"); err != nil {
		t.Fatal(err)
	}
	link, err := store.Find(t.Context(), "docs")
	if err != nil || link.URL != "https://example.com/docs" {
		t.Errorf("got %+v, error %v", link, err)
	}
}

func TestOpenRefusesOtherAddresses(t *testing.T) {
	t.Parallel()
	if _, err := cache.Open("http://localhost"); err == nil {
		t.Error("got no error")
	}
}
