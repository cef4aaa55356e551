package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"

	"${{ values.modulePath }}/internal/links"
)

const (
	maxBodyBytes = 64 << 10
	defaultLimit = 50
	maxLimit     = 200
)

type linkHandler struct {
	store     links.Store
	logger    *slog.Logger
	redirects prometheus.Counter
}

type linkRequest struct {
	Slug string `json:"slug"`
	URL  string `json:"url"`
}

type linkPage struct {
	Items []links.Link `json:"items"`
	// Next is the name to continue behind; empty on the last page.
	Next string `json:"next,omitempty"`
}

func (h *linkHandler) create(w http.ResponseWriter, r *http.Request) {
	var request linkRequest
	if err := decode(w, r, &request); err != nil {
		h.fail(w, r, err)
		return
	}
	link, err := links.New(request.Slug, request.URL, time.Now())
	if err == nil {
		err = h.store.Create(r.Context(), link)
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Location", "/api/links/"+link.Slug)
	writeJSON(w, r, http.StatusCreated, link)
}

func (h *linkHandler) get(w http.ResponseWriter, r *http.Request) {
	link, err := h.store.Find(r.Context(), chi.URLParam(r, "slug"))
	if err != nil {
		h.fail(w, r, err)
		return
	}
	writeJSON(w, r, http.StatusOK, link)
}

func (h *linkHandler) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	limit := defaultLimit
	if text := query.Get("limit"); text != "" {
		var err error
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > maxLimit {
			h.fail(w, r, &links.InvalidError{Field: "limit", Reason: fmt.Sprintf("must be a number from 1 to %d", maxLimit)})
			return
		}
	}
	// One more than asked for tells whether there is a next page.
	found, err := h.store.List(r.Context(), query.Get("after"), limit+1)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	page := linkPage{Items: found}
	if len(found) > limit {
		page.Items = found[:limit]
		page.Next = found[limit-1].Slug
	}
	writeJSON(w, r, http.StatusOK, page)
}

func (h *linkHandler) delete(w http.ResponseWriter, r *http.Request) {
	if err := h.store.Delete(r.Context(), chi.URLParam(r, "slug")); err != nil {
		h.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (h *linkHandler) follow(w http.ResponseWriter, r *http.Request) {
	link, err := h.store.Find(r.Context(), chi.URLParam(r, "slug"))
	if err != nil {
		h.fail(w, r, err)
		return
	}
	h.redirects.Inc()
	http.Redirect(w, r, link.URL, http.StatusFound)
}

// fail answers with what err means to the client. What is the service's own
// fault is logged, and not told.
func (h *linkHandler) fail(w http.ResponseWriter, r *http.Request, err error) {
	var invalid *links.InvalidError
	var malformed *malformedError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &invalid):
		writeProblem(w, r, problem{Status: http.StatusUnprocessableEntity, Detail: invalid.Error(), Field: invalid.Field})
	case errors.As(err, &tooLarge):
		writeProblem(w, r, problem{
			Status: http.StatusRequestEntityTooLarge,
			Detail: fmt.Sprintf("The body must not be larger than %d bytes.", tooLarge.Limit),
		})
	case errors.As(err, &malformed):
		writeProblem(w, r, problem{Status: http.StatusBadRequest, Detail: malformed.Error()})
	case errors.Is(err, links.ErrNotFound):
		writeProblem(w, r, problem{Status: http.StatusNotFound, Detail: "There is no link of this name."})
	case errors.Is(err, links.ErrTaken):
		writeProblem(w, r, problem{Status: http.StatusConflict, Detail: "Another link has this name.", Field: "slug"})
	default:
		h.logger.ErrorContext(r.Context(), "request failed", "error", err)
		writeProblem(w, r, problem{Status: http.StatusInternalServerError, Detail: "Something went wrong."})
	}
}

type malformedError struct {
	cause error
}

func (e *malformedError) Error() string {
	return "The body is not the JSON expected: " + e.cause.Error()
}

func (e *malformedError) Unwrap() error {
	return e.cause
}

// decode reads exactly one JSON value.
func decode(w http.ResponseWriter, r *http.Request, into any) error {
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return &malformedError{err}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return &malformedError{errors.New("more than one value")}
	}
	return nil
}
