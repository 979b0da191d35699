-- How a person wants to be told of things; times are local, without a zone, and written as people write them.
ALTER TABLE tasks.profiles
  ADD COLUMN all_day_time text,
  ADD COLUMN channels     text,
  ADD COLUMN quiet_hours  text,
  ADD COLUMN digest_time  text;
