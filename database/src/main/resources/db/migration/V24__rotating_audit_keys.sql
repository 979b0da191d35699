-- AUDIT_KEY could not be replaced: the keys of all people were encrypted by it, and nothing encrypted them again.

-- The id of the payload key that encrypts the key; null if it was stored before this column.
ALTER TABLE audit.keys ADD COLUMN sealed_by uuid;

-- Replaces the encryption of keys, and nothing else: {"owner", "id", "sealed" in hexadecimal}. A key that has been
-- destroyed in the meantime stays destroyed.
CREATE FUNCTION audit.reseal(keys jsonb, payload_key uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  AS $$
DECLARE
  resealed integer;
BEGIN
  UPDATE audit.keys k SET sealed = decode(n.sealed, 'hex'), sealed_by = payload_key
  FROM jsonb_to_recordset(keys) AS n (owner text, id uuid, sealed text)
  WHERE k.owner = n.owner AND k.id = n.id;
  GET DIAGNOSTICS resealed = ROW_COUNT;
  RETURN resealed;
END $$;

REVOKE ALL ON FUNCTION audit.reseal(jsonb, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.reseal(jsonb, uuid) TO "audit-sink";
