-- Up Migration
CREATE TABLE orders (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  customer text NOT NULL,
  lines jsonb NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'shipped', 'cancelled')),
  -- Milliseconds, as JavaScript knows them: a place in a list can be named exactly.
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE INDEX orders_newest_first ON orders (created_at DESC, id DESC);

-- Down Migration
DROP TABLE orders;
