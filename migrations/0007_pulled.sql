-- Whether a callback has told of the message, or so far only a pull: the first callback behind a pull is no
-- redelivery, and no handler has seen it. Those that are there already count as told.
alter table imhook.message_identities add column told boolean not null default true;
