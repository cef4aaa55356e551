-- +goose Up
CREATE TABLE links (
    -- "C": names are compared by bytes, as the service does.
    slug text COLLATE "C" PRIMARY KEY,
    url text NOT NULL,
    created_at timestamptz NOT NULL
);

-- +goose Down
DROP TABLE links;
