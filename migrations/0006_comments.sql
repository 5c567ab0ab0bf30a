-- What came to be since the views were made.
comment on column analytics.callbacks.verdict_code is 'Callbacks whose answer decides: the code that was answered; of friend requests the first refusal''s';
comment on column analytics.callbacks.decided_by is 'Callbacks whose answer decides: default (no handler), policy: and the cause (error, panic, timeout, full, undecodable), or the name of the handler';
comment on column analytics.callbacks.flags is 'What was odd about it: not_json, bad_utf8, nul, lone_surrogate, too_deep, bom, no_command, undecodable, malformed_element, odd_entry, rebuilt_key, no_identity, odd_time, oversized_id, unsigned, redelivered, dead_letter';
