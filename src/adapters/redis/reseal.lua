-- Writes one field of a hash anew, with the indexes of its document, if it still is what was read.
--
-- KEYS[1]  the hash: documents of a kind, or what jobs carry
-- KEYS[2]  the hash of its indexes
-- KEYS[3]  what the names of its index sets begin with, or cb:{event} where it has none
-- ARGV     field, value as read, value now, 1 where it has indexes, then the indexes now
--
-- Returns 1, or 0 where somebody else has written it meanwhile, sealed as it should be.

if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
if ARGV[4] ~= '1' then return 1 end
local before = redis.call('HGET', KEYS[2], ARGV[1])
if before then
  for _, value in ipairs(cjson.decode(before)) do redis.call('SREM', KEYS[3] .. value, ARGV[1]) end
end
local indexes = {}
for i = 5, #ARGV do
  indexes[i - 4] = ARGV[i]
  redis.call('SADD', KEYS[3] .. ARGV[i], ARGV[1])
end
if #indexes > 0 then redis.call('HSET', KEYS[2], ARGV[1], cjson.encode(indexes)) end
return 1
