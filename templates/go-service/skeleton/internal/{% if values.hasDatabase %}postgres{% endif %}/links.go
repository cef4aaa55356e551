package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"${{ values.modulePath }}/internal/links"
)

// LinkStore is a links.Store in a database.
type LinkStore struct {
	pool *pgxpool.Pool
}

// NewLinkStore returns a store in a database that was migrated.
func NewLinkStore(pool *pgxpool.Pool) *LinkStore {
	return &LinkStore{pool}
}

type row struct {
	Slug      string
	URL       string
	CreatedAt time.Time
}

func (r row) link() links.Link {
	return links.Link{Slug: r.Slug, URL: r.URL, CreatedAt: r.CreatedAt.UTC()}
}

// Create implements links.Store.
func (s *LinkStore) Create(ctx context.Context, link links.Link) error {
	tag, err := s.pool.Exec(ctx,
		`INSERT INTO links (slug, url, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
		link.Slug, link.URL, link.CreatedAt)
	if err != nil {
		return fmt.Errorf("create link: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return links.ErrTaken
	}
	return nil
}

// Find implements links.Store.
func (s *LinkStore) Find(ctx context.Context, slug string) (links.Link, error) {
	// Query reports its error through the rows.
	rows, _ := s.pool.Query(ctx, `SELECT slug, url, created_at FROM links WHERE slug = $1`, slug)
	found, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[row])
	if errors.Is(err, pgx.ErrNoRows) {
		return links.Link{}, links.ErrNotFound
	}
	if err != nil {
		return links.Link{}, fmt.Errorf("find link: %w", err)
	}
	return found.link(), nil
}

// List implements links.Store.
func (s *LinkStore) List(ctx context.Context, after string, limit int) ([]links.Link, error) {
	rows, _ := s.pool.Query(ctx,
		`SELECT slug, url, created_at FROM links WHERE slug > $1 ORDER BY slug LIMIT $2`, after, limit)
	found, err := pgx.CollectRows(rows, pgx.RowToStructByName[row])
	if err != nil {
		return nil, fmt.Errorf("list links: %w", err)
	}
	page := make([]links.Link, len(found))
	for i, r := range found {
		page[i] = r.link()
	}
	return page, nil
}

// Delete implements links.Store.
func (s *LinkStore) Delete(ctx context.Context, slug string) error {
	tag, err := s.pool.Exec(ctx, `DELETE FROM links WHERE slug = $1`, slug)
	if err != nil {
		return fmt.Errorf("delete link: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return links.ErrNotFound
	}
	return nil
}
