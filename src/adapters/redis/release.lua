-- Gives back a job that was handed out and cannot be finished here: it is due as it was, for whoever looks next.
--
-- KEYS[1]  the event's prefix, cb:{event}
-- ARGV     id, queue, revision, deliveryCount
--
-- The delivery counts: the run may have got some way. One more is counted, so that whoever gives it back has no claim
-- on it any more. Returns 1, or 0 where the job was done, cancelled, re-timed or handed to somebody else meanwhile.

local prefix, id, queue = KEYS[1], ARGV[1], ARGV[2]
local header = redis.call('HGET', prefix .. ':outbox:jobs', id)
if not header then return 0 end
local revision, deliveryCount, attemptsMade, rest, at, name =
  string.match(header, '^(%d+)|(%d+)|(%d+)|([^|]*)|(%-?%d+)|(.*)$')
if revision ~= ARGV[3] or deliveryCount ~= ARGV[4] then return 0 end
if redis.call('ZREM', prefix .. ':outbox:leased:' .. queue, id) == 0 then return 0 end
redis.call('ZADD', prefix .. ':outbox:due:' .. queue, at, id)
header = table.concat({ revision, string.format('%d', deliveryCount + 1), attemptsMade, rest, at, name }, '|')
redis.call('HSET', prefix .. ':outbox:jobs', id, header)
return 1
