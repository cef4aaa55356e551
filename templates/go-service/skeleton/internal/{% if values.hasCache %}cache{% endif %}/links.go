// Package cache keeps links that were read in Redis.
package cache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/redis/go-redis/extra/redisotel/v9"
	"github.com/redis/go-redis/v9"

	"${{ values.modulePath }}/internal/links"
)

// Open connects to the Redis at a redis:// address, which need not be there yet.
func Open(address string) (*redis.Client, error) {
	options, err := redis.ParseURL(address)
	if err != nil {
		return nil, fmt.Errorf("read the cache's address: %w", err)
	}
	// What is slower than this is no gain over the store behind.
	options.DialTimeout = 500 * time.Millisecond
	options.ReadTimeout = 200 * time.Millisecond
	options.WriteTimeout = 200 * time.Millisecond
	options.MaxRetries = -1
	client := redis.NewClient(options)
	if err := redisotel.InstrumentTracing(client); err != nil {
		return nil, errors.Join(fmt.Errorf("trace the cache: %w", err), client.Close())
	}
	return client, nil
}

// Options is what a LinkStore needs beside the store behind.
type Options struct {
	Client *redis.Client
	// TTL is how long a link is kept.
	TTL      time.Duration
	Logger   *slog.Logger
	Registry prometheus.Registerer
}

// LinkStore answers Find from the cache where it can. Everything else goes to
// the store behind, also when the cache cannot be reached.
type LinkStore struct {
	links.Store
	client   *redis.Client
	ttl      time.Duration
	logger   *slog.Logger
	requests *prometheus.CounterVec
}

// NewLinkStore puts a cache in front of a store.
func NewLinkStore(behind links.Store, opts Options) *LinkStore {
	return &LinkStore{
		Store:  behind,
		client: opts.Client,
		ttl:    opts.TTL,
		logger: opts.Logger,
		requests: promauto.With(opts.Registry).NewCounterVec(prometheus.CounterOpts{
			Name: "cache_requests_total",
			Help: "What asking the cache came to.",
		}, []string{"result"}),
	}
}

func key(slug string) string {
	return "link:" + slug
}

// Find implements links.Store.
func (s *LinkStore) Find(ctx context.Context, slug string) (links.Link, error) {
	if link, ok := s.read(ctx, slug); ok {
		return link, nil
	}
	link, err := s.Store.Find(ctx, slug)
	if err != nil {
		return links.Link{}, err
	}
	s.write(ctx, link)
	return link, nil
}

// Delete implements links.Store.
func (s *LinkStore) Delete(ctx context.Context, slug string) error {
	if err := s.Store.Delete(ctx, slug); err != nil {
		return err
	}
	if err := s.client.Del(ctx, key(slug)).Err(); err != nil {
		s.logger.WarnContext(ctx, "cache: deleted link stays until it expires", "slug", slug, "error", err)
	}
	return nil
}

func (s *LinkStore) read(ctx context.Context, slug string) (link links.Link, ok bool) {
	value, err := s.client.Get(ctx, key(slug)).Bytes()
	if errors.Is(err, redis.Nil) {
		s.requests.WithLabelValues("miss").Inc()
		return links.Link{}, false
	}
	if err == nil {
		err = json.Unmarshal(value, &link)
	}
	if err != nil {
		s.requests.WithLabelValues("error").Inc()
		s.logger.WarnContext(ctx, "cache: read", "slug", slug, "error", err)
		return links.Link{}, false
	}
	s.requests.WithLabelValues("hit").Inc()
	return link, true
}

func (s *LinkStore) write(ctx context.Context, link links.Link) {
	value, err := json.Marshal(link)
	if err == nil {
		err = s.client.Set(ctx, key(link.Slug), value, s.ttl).Err()
	}
	if err != nil {
		s.logger.WarnContext(ctx, "cache: write", "slug", link.Slug, "error", err)
	}
}
