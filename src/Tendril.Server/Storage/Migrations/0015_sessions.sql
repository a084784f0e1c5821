-- A password that somebody else handed over is good for one thing: to choose one's own.
ALTER TABLE access.users ADD COLUMN password_change_needed boolean NOT NULL DEFAULT false;

-- One row per sign-in. The cookie names it; without the row the cookie is void.
CREATE TABLE access.sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES access.users ON DELETE CASCADE,
  user_agent text NOT NULL,              -- as the browser calls itself, cut to what a list needs
  started_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL      -- to the minute
);
CREATE INDEX sessions_by_user ON access.sessions (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON access.sessions TO tendril_system;
