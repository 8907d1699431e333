-- Take the next place in the queue, or say how long the queue is.
-- ARGV: requests, input tokens, output tokens, patience, first limits of the three a minute, seconds to live.
local key = KEYS[1]
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local patience = tonumber(ARGV[4])
local names = {'requests', 'input', 'output'}

local state = {}
local flat = redis.call('HGETALL', key)
for i = 1, #flat, 2 do state[flat[i]] = tonumber(flat[i + 1]) end

-- After a quiet minute the pace rises from a fifth to the whole within six seconds.
local started = state['started'] or now
if now - (state['last'] or 0) > 60 then started = now end
local ramp = math.min(1, 0.2 + 0.8 * (now - started) / 6)

local wait = math.max(0, (state['blocked_until'] or 0) - now)
local due = {}
for i, name in ipairs(names) do
  local pace = (state['limit_' .. name] or tonumber(ARGV[4 + i])) / 60
  if i == 1 then pace = pace * ramp end
  -- A second's worth may go at once: workers do not fall behind because two of them looked at the same moment.
  local line = math.max(now - 1, state['due_' .. name] or 0)
  wait = math.max(wait, line - now)
  due[name] = line + tonumber(ARGV[i]) / pace
end
if wait > patience then return tostring(wait) end

for name, at in pairs(due) do redis.call('HSET', key, 'due_' .. name, string.format('%.6f', at)) end
redis.call('HSET', key, 'last', string.format('%.6f', now + wait), 'started', string.format('%.6f', started))
redis.call('EXPIRE', key, ARGV[8])
return tostring(wait)
