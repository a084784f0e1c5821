-- Whoever types an address must not learn the name and habits of the account behind it: until the person comes in for the
-- first time, the organisation sees what it typed.
ALTER TABLE access.memberships ADD COLUMN invited_as text;
