-- Take over what an answer said about the limits.
-- ARGV: limit and remaining of requests, input and output tokens, seconds to block, seconds to live.
local key = KEYS[1]
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
for i, name in ipairs({'requests', 'input', 'output'}) do
  local limit, remaining = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  if limit > 0 then
    redis.call('HSET', key, 'limit_' .. name, limit)
    -- Nothing is left although we kept the pace: somebody else draws from the same bucket, which fills continuously.
    if remaining <= 0 then
      local due = tonumber(redis.call('HGET', key, 'due_' .. name) or '0')
      local later = math.max(due, now) + 60 / limit
      redis.call('HSET', key, 'due_' .. name, string.format('%.6f', later))
    end
  end
end
local seconds = tonumber(ARGV[7])
if seconds > 0 then
  local blocked = tonumber(redis.call('HGET', key, 'blocked_until') or '0')
  if now + seconds > blocked then redis.call('HSET', key, 'blocked_until', string.format('%.6f', now + seconds)) end
end
redis.call('EXPIRE', key, ARGV[8])
return 1
