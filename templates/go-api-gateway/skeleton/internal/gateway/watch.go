package gateway

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// Watch loads the routes file again whenever it changes, or again has something
// to say, until ctx is done. It returns once it watches.
func (g *Gateway) Watch(ctx context.Context, name string, getenv func(string) string, again <-chan os.Signal) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch routes: %w", err)
	}
	// The folder, since editors and Kubernetes put another file in its place.
	if err := watcher.Add(filepath.Dir(name)); err != nil {
		_ = watcher.Close()
		return fmt.Errorf("watch routes: %w", err)
	}
	// A file that cannot be read counts as empty; Reload says what is wrong.
	known, _ := os.ReadFile(name)

	go func() {
		defer watcher.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case err := <-watcher.Errors:
				g.logger.WarnContext(ctx, "watching routes", "error", err)
				continue
			case <-watcher.Events:
				// Whatever it was in the folder, only another content counts.
				text, err := os.ReadFile(name)
				if err != nil || bytes.Equal(text, known) {
					continue
				}
				known = text
			case <-again:
			}
			if err := g.Reload(ctx, name, getenv); err != nil {
				g.logger.ErrorContext(ctx, "routes stay as they were", "error", err)
			}
		}
	}()
	return nil
}
