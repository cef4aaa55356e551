CREATE TABLE items (
    -- "C": SKUs are compared by bytes, as Java does.
    sku text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    quantity integer NOT NULL CHECK (quantity >= 0)
);
