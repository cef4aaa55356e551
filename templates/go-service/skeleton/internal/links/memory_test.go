package links_test

import (
	"testing"

	"${{ values.modulePath }}/internal/links"
	"${{ values.modulePath }}/internal/links/linkstest"
)

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	linkstest.TestStore(t, func(*testing.T) links.Store { return links.NewMemoryStore() })
}
