-- Whether two bodies of a message are the same JSON, whatever their spelling. What `json` takes and `jsonb` does not
-- (a number beyond all limits, say) is compared as text.
create function imhook.same_json(a json, b json) returns boolean language plpgsql immutable strict as $$
begin
    return a::text = b::text or a::jsonb = b::jsonb;
exception when data_exception or program_limit_exceeded then
    return a::text = b::text;
end
$$;
