-- Takes or renews the lease of a job that was handed out, if it still is the one that was handed out.
--
-- KEYS[1]  the event's prefix, cb:{event}
-- KEYS[2]  the jobs, by which a cluster knows whether all of the slot is here (script.ts)
-- ARGV     id, queue, revision, deliveryCount, lease (ms)
--
-- Returns 1, or 0 where the job was done, cancelled, re-timed or handed to somebody else meanwhile.

local prefix, id, queue = KEYS[1], ARGV[1], ARGV[2]
local header = redis.call('HGET', KEYS[2], id)
if not header then return 0 end
local revision, deliveryCount = string.match(header, '^(%d+)|(%d+)|')
if revision ~= ARGV[3] or deliveryCount ~= ARGV[4] then return 0 end
local time = redis.call('TIME')
local real = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', prefix .. ':outbox:leased:' .. queue, real + tonumber(ARGV[5]), id)
return 1
