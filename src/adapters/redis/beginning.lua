-- The jobs of the outbox whose ids begin in one way: how many, or which.
--
-- KEYS[1]  the event's prefix, cb:{event}
-- ARGV     the beginning, and 'count' or 'list'
--
-- Returns the count, or the ids. Where <prefix>:outbox:ids has not all of them (an outbox of an older version, or one
-- still written to by such a process) it is made anew first.

local prefix, beginning, what = KEYS[1], ARGV[1], ARGV[2]
local jobs, ids = prefix .. ':outbox:jobs', prefix .. ':outbox:ids'
if redis.call('ZCARD', ids) ~= redis.call('HLEN', jobs) then
  redis.call('DEL', ids)
  for _, id in ipairs(redis.call('HKEYS', jobs)) do redis.call('ZADD', ids, 0, id) end
end
local from, to = '[' .. beginning, '(' .. beginning .. '\255'
if what == 'count' then return redis.call('ZLEXCOUNT', ids, from, to) end
return redis.call('ZRANGEBYLEX', ids, from, to)
