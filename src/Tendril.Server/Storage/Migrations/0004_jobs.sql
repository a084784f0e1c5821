-- Work in the background: who runs what, when, and within which budget. None of it holds a tenant's data.

-- Quartz makes and checks its own tables here; their shape belongs to its version.
CREATE SCHEMA quartz;
GRANT USAGE, CREATE ON SCHEMA quartz TO tendril_system;

-- One worker per site and purpose. The epoch grows with every new holder, so that one who was paused and wakes up is told
-- apart from the one who took over. Times are the database's own: servers' clocks differ.
CREATE TABLE access.site_leases (
  organization_id uuid NOT NULL,
  site_id uuid NOT NULL,
  purpose text NOT NULL,
  epoch bigint NOT NULL,
  holder text NOT NULL,
  run_id uuid,                           -- the sync log of the run; NULL once it ended in order
  acquired_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, site_id, purpose)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON access.site_leases TO tendril_system;

-- Called in every write transaction of a run. The share lock lets nobody take the lease over before it commits.
CREATE FUNCTION tendril.assert_lease(site uuid, wanted_purpose text, wanted_epoch bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = access
AS $$
BEGIN
  PERFORM 1 FROM access.site_leases
  WHERE organization_id = tendril.current_organization() AND site_id = site AND purpose = wanted_purpose
    AND epoch = wanted_epoch
  FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Another run took this site over' USING ERRCODE = 'TL001';
  END IF;
END $$;
REVOKE ALL ON FUNCTION tendril.assert_lease(uuid, text, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.assert_lease(uuid, text, bigint) TO tendril_app;

-- The budget of reads that all servers share: a token bucket per lane (a facility, or an integrator's key), and how many
-- calls each server may have on the way.
CREATE TABLE access.metrc_lanes (
  lane text PRIMARY KEY,
  tokens double precision NOT NULL,
  filled_at timestamptz NOT NULL,
  paused_until timestamptz NOT NULL DEFAULT '-infinity'
);
CREATE TABLE access.metrc_places (
  lane text NOT NULL,
  server text NOT NULL,
  places integer NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (lane, server)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON access.metrc_lanes, access.metrc_places TO tendril_system;

-- Takes up to wanted_tokens at once, and this server's fair part of the places for a few seconds.
CREATE FUNCTION tendril.take_metrc_budget(
  wanted_lane text, me text, per_second double precision, burst double precision, wanted_tokens integer,
  most_places integer, wanted_places integer, lasting interval)
RETURNS TABLE (got_tokens integer, got_places integer, wait_ms integer, paused_ms integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = access
AS $$
DECLARE
  at timestamptz;
  lane_row access.metrc_lanes;
  taken integer;
  others integer;
  servers integer;
BEGIN
  INSERT INTO metrc_lanes (lane, tokens, filled_at) VALUES (wanted_lane, burst, clock_timestamp()) ON CONFLICT DO NOTHING;
  SELECT * INTO lane_row FROM metrc_lanes WHERE lane = wanted_lane FOR UPDATE;
  at := clock_timestamp();
  lane_row.tokens := least(burst,
    lane_row.tokens + per_second * greatest(0, extract(epoch FROM at - lane_row.filled_at)));
  paused_ms := greatest(0, ceil(extract(epoch FROM greatest(lane_row.paused_until, at) - at) * 1000));
  got_tokens := CASE WHEN paused_ms > 0 THEN 0 ELSE least(wanted_tokens, floor(lane_row.tokens)::integer) END;
  lane_row.tokens := lane_row.tokens - got_tokens;
  wait_ms := CASE WHEN got_tokens > 0 OR wanted_tokens = 0 THEN 0
    ELSE ceil((1 - least(1, lane_row.tokens)) / per_second * 1000) END;
  UPDATE metrc_lanes SET tokens = lane_row.tokens, filled_at = at WHERE lane = wanted_lane;
  DELETE FROM metrc_places WHERE lane = wanted_lane AND expires_at <= at AND server <> me;
  SELECT coalesce(sum(places), 0), count(*) + 1 INTO others, servers FROM metrc_places
    WHERE lane = wanted_lane AND server <> me AND places > 0;
  taken := greatest(0, least(wanted_places, most_places - others,
    CASE WHEN servers > 1 THEN greatest(1, most_places / servers) ELSE most_places END));
  INSERT INTO metrc_places (lane, server, places, expires_at) VALUES (wanted_lane, me, taken, at + lasting)
    ON CONFLICT (lane, server) DO UPDATE SET places = excluded.places, expires_at = excluded.expires_at;
  got_places := taken;
  RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION tendril.take_metrc_budget(text, text, double precision, double precision, integer, integer, integer, interval)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  tendril.take_metrc_budget(text, text, double precision, double precision, integer, integer, integer, interval)
  TO tendril_system;

-- A sweep keeps what it met in memory, so that rows which did not change are not written only to say so.
ALTER TABLE metrc_objects DROP COLUMN seen_sweep;
