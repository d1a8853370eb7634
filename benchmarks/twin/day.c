/* A day of the community, births apart: the engine's phases, arithmetic and memory, in C.
 *
 * The functions carry the names that they have in `sim/day` and `sim/behaviour`; `layout.h` is
 * written by `twin.py` from the engine's own definitions. Left out: who joins, groups, a limited
 * purse of points, and letting the active push their presence to their ties.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "layout.h"

#define INLINE static inline __attribute__((always_inline))

typedef const Theta *restrict Behaviour;
typedef const float *restrict Effect;

/* Scratch of a block; what each array is for says `Work` in `sim/compiled/layout.py`. */
typedef struct {
    _Alignas(64) float power[4 * BLOCK + 16];
    float trait[BLOCK + 16], age[BLOCK + 16], gap[BLOCK + 16], habit[BLOCK + 16], fatigue[BLOCK + 16], satisfaction[BLOCK + 16];
    float push[BLOCK + 16], logit[BLOCK + 16], loss[BLOCK + 16], feed[BLOCK + 16], rate[BLOCK + 16];
    float suits[BLOCK + 16];
    float write_draw[BLOCK + 16], invite_draw[BLOCK + 16];
    uint64_t words[BLOCK + 16], identity[BLOCK + 16];
    int32_t queued[BLOCK + 16], rows[BLOCK + 16], chosen[BLOCK + 16], others[BLOCK + 16], items[BLOCK + 16];
    uint8_t fate[BLOCK + 16], come[BLOCK + 16], ask[BLOCK + 16], bound[BLOCK + 16], leave_bound[BLOCK + 16];
} Work;

static Work work;

typedef struct {
    Columns c;
    Days d;
    Today t;
    Tallies tl;
    Theta theta;
    int64_t segments, levels, offer_days, supply_days, weeks;
    uint64_t seed;
} World;

enum { OPEN, COMES, STAYS, GONE }; /* fates */

/* arithmetic ------------------------------------------------------------------------------- */

INLINE float as_float(int32_t bits) { float x; memcpy(&x, &bits, 4); return x; }
INLINE int32_t as_bits(float x) { int32_t bits; memcpy(&bits, &x, 4); return bits; }
INLINE float least(float a, float b) { return a < b ? a : b; }
INLINE float most(float a, float b) { return a > b ? a : b; }
INLINE int64_t least_of(int64_t a, int64_t b) { return a < b ? a : b; }

INLINE float exp32(float x)
{
    x = x > 88.0f ? 88.0f : x;
    x = x < -87.0f ? -87.0f : x;
    const int32_t k = (int32_t)(x * 1.44269504088896341f + copysignf(0.5f, x));
    const float n = (float)k;
    float r = x - n * 0.693359375f;
    r = r - n * -2.12194440e-4f;
    float y = 1.9875691500e-4f;
    y = y * r + 1.3981999507e-3f;
    y = y * r + 8.3334519073e-3f;
    y = y * r + 4.1665795894e-2f;
    y = y * r + 1.6666665459e-1f;
    y = y * r + 5.0000001201e-1f;
    y = y * (r * r) + r;
    y = y + 1.0f;
    return y * as_float((int32_t)((uint32_t)(k + 127) << 23));
}

INLINE float log32(float x)
{
    const int32_t bits = as_bits(x);
    float e = (float)((bits >> 23) - 126);
    float m = as_float((bits & 0x007FFFFF) | 0x3F000000);
    if (m < 0.707106781186547524f) {
        e = e - 1.0f;
        m = m + m;
    }
    m = m - 1.0f;
    const float z = m * m;
    float y = 7.0376836292e-2f;
    y = y * m + -1.1514610310e-1f;
    y = y * m + 1.1676998740e-1f;
    y = y * m + -1.2420140846e-1f;
    y = y * m + 1.4249322787e-1f;
    y = y * m + -1.6668057665e-1f;
    y = y * m + 2.0000714765e-1f;
    y = y * m + -2.4999993993e-1f;
    y = y * m + 3.3333331174e-1f;
    y = y * m * z;
    y = y + e * -2.12194440e-4f;
    y = y - 0.5f * z;
    return m + y + e * 0.693359375f;
}

INLINE int32_t poisson32(float mean, float u)
{
    if (u < 1.0f - mean) return 0;
    if (mean > 50.0f) mean = 50.0f;
    float probability = exp32(-mean), total = probability;
    int32_t count = 0;
    while (u >= total && count < 63) {
        count += 1;
        probability = probability * mean / (float)count;
        if (total + probability == total && (float)count > mean) return count;
        total = total + probability;
    }
    return count;
}

/* draws ------------------------------------------------------------------------------------ */

#define GOLDEN 0x9E3779B97F4A7C15u

INLINE uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

INLINE uint64_t key(uint64_t seed, uint64_t decision, int64_t day)
{
    return mix(mix(mix(seed + GOLDEN) ^ decision) ^ mix((uint64_t)day + GOLDEN));
}

INLINE float unit(uint64_t x) { return (float)(int32_t)(x >> 40) * 0x1p-24f; }
INLINE float unit_low(uint64_t x) { return (float)(int32_t)((uint32_t)x >> 8) * 0x1p-24f; }
INLINE float uniform(uint64_t h, uint64_t k) { return unit(mix(h ^ k)); }

INLINE uint64_t child(uint64_t h, uint64_t ordinal)
{
    return mix(mix(h ^ GOLDEN) ^ mix(ordinal + GOLDEN));
}

/* bounds ----------------------------------------------------------------------------------- */

INLINE uint8_t bound_byte(float p)
{
    int32_t place = (as_bits(p) >> 19) - ((127 - 16) << 4) + 1;
    place = place > 0 ? place : 0;
    return (uint8_t)(place < 255 ? place : 255);
}

INLINE float bound_of(uint8_t byte) { return as_float((byte + ((127 + 4) << 4)) << 19); }

INLINE bool may_leave(uint64_t x, uint8_t byte)
{
    return ((float)(int32_t)((uint32_t)x >> 12) < bound_of(byte)) | (byte == ALWAYS);
}

INLINE bool may_come(uint64_t x, uint8_t byte, float scale)
{
    return ((float)(int32_t)(x >> 44) < bound_of(byte) * scale) | (byte == ALWAYS);
}

/* behaviour -------------------------------------------------------------------------------- */

INLINE float own_pull(
    Behaviour b, float trait, float habit, float satisfaction, float age, float fresh)
{
    float pull = trait + b->habit_pull * habit;
    pull = pull + b->satisfaction_pull * (satisfaction - 0.5f);
    const float newcomer = pull + b->newcomer_pull * fresh;
    return age > 16.0f * b->newcomer_days ? pull : newcomer;
}

INLINE float clip01(float x) { return least(most(x, 0.0f), 1.0f); }

INLINE float after_wait(Behaviour b, float satisfaction, float hours, float weight)
{
    return clip01(satisfaction - weight * (b->wait_pain * log32(1.0f + hours / b->wait_expected)));
}

INLINE float loss_now(Behaviour b, float loss, float days)
{
    return loss <= 0.0f ? 0.0f : loss * exp32(-days / b->contagion_days);
}

INLINE float hazard(Behaviour b, float satisfaction, float age, float ties, float loss)
{
    float exponent = b->leave_satisfaction * (0.5f - satisfaction);
    exponent = exponent - b->leave_power * log32(1.0f + age / b->leave_days);
    exponent = exponent - b->ties_protect * log32(1.0f + ties);
    const float h = b->leave_rate * exp32(exponent);
    return least(h * (1.0f + b->contagion * loss), 1.0f);
}

INLINE float worst_exponent(Behaviour b, float satisfaction)
{
    return most(b->leave_satisfaction * (0.5f - satisfaction), 0.0f);
}

INLINE float hazard_bound(Behaviour b, float worst, float loss)
{
    const float bound = b->leave_rate * 1.0001f * worst;
    return least(bound * (1.0f + b->contagion * loss), 1.0f);
}

INLINE float comeback(Behaviour b, float away)
{
    return b->return_rate * exp32(-away / b->return_days);
}

INLINE float invite_probability(
    Behaviour b, float satisfaction, float trait, float factor, uint8_t progress, int64_t unlock)
{
    float p = b->invite_rate * 2.0f * trait * factor;
    p = p * exp32(b->invite_satisfaction * (satisfaction - 0.5f));
    if (unlock > 0 && factor > 1.0f) {
        const float near = (float)progress / (float)unlock;
        p = p * exp32(b->invite_gradient * near * near);
    }
    return least(p, 1.0f);
}

/* counting --------------------------------------------------------------------------------- */

INLINE int64_t offer_row(const World *w, int64_t day)
{
    const int64_t row = day - w->d.rules[EFFECTS_DAY];
    return least_of(row > 0 ? row : 0, w->offer_days - 1);
}

INLINE int64_t level_of(const World *w, int32_t points)
{
    int64_t level = 0;
    while (level < w->d.rules[LEVELS] && points >= w->d.rules[THRESHOLDS + level]) level++;
    return level;
}

INLINE int64_t *counts_of(const World *w, int64_t day, int64_t segment)
{
    return w->tl.counts + (day * w->segments + segment) * COUNTS;
}

INLINE const float *effects_of(const World *w, int64_t day)
{
    return w->d.effects + offer_row(w, day) * w->levels * w->segments * EFFECTS;
}

INLINE void roll(int64_t *change, int64_t days, int64_t day, int64_t before)
{
    const int64_t until = before + days;
    change[until > day ? until : day] += 1;
    change[day + days] -= 1;
}

INLINE void mark_active(const World *w, Member *m, int64_t day)
{
    const Tallies *tl = &w->tl;
    const int64_t before = m->last_active;
    roll(tl->weekly, 7, day, before);
    roll(tl->monthly, 30, day, before);
    const int64_t until = before + WINDOW;
    tl->newly[day] += before == NEVER;
    tl->resurrected[day] += (until < day) & (before != NEVER);
    tl->churned[until > day ? until : day] -= until >= day;
    tl->churned[day + WINDOW] += 1;
    const int32_t week = w->d.week[day];
    if (m->debut == NO_DEBUT) {
        m->debut = (uint16_t)day;
        tl->triangle[week * w->weeks + week] += 1;
    } else {
        const int64_t since = day - m->debut;
        int64_t *counts = counts_of(w, day, m->segment);
        tl->triangle[w->d.week[m->debut] * w->weeks + week] += w->d.week[before] != week;
        counts[BACK_AFTER_1_COUNT] += since == 1;
        counts[BACK_AFTER_7_COUNT] += since == 7;
        counts[BACK_AFTER_30_COUNT] += since == 30;
    }
    m->last_active = (int32_t)day;
}

/* leaving ---------------------------------------------------------------------------------- */

INLINE void expire(const World *w, Member *m, int64_t day)
{
    const int64_t limit = w->d.rules[EXPIRY_DAYS];
    if (limit > 0 && m->points > 0 && day - m->last_visit > limit) {
        counts_of(w, m->last_visit + limit + 1, m->segment)[POINTS_EXPIRED_COUNT] += m->points;
        m->points = 0;
    }
}

INLINE uint8_t leave_byte(Behaviour b, const Member *m, float worst, int64_t day)
{
    return bound_byte(hazard_bound(b, worst, loss_now(b, m->loss, (float)(day - m->loss_day))));
}

static __attribute__((noinline)) void leave(const World *w, int64_t row, int64_t day, uint64_t x)
{
    Behaviour b = &w->theta;
    Member *restrict m = &w->c.members[row];
    const float loss = loss_now(b, m->loss, (float)(day - m->loss_day));
    const float age = (float)(day - m->join_day);
    if (unit_low(x) >= hazard(b, m->satisfaction, age, (float)m->ties, loss)) return;
    m->flags |= LEFT;
    m->loss = 0.0f;
    m->loss_day = (uint16_t)day;
    w->c.visit_bound[row] = bound_byte(comeback(b, 0.0f));
    w->c.leave_bound[row] = 0;
    w->c.leaving[row >> 6] |= 1ull << (row & 63);
    w->tl.present[m->segment] -= 1;
    int64_t *counts = counts_of(w, day, m->segment);
    counts[LEFT_COUNT] += 1;
    expire(w, m, day);
    counts[POINTS_CLAWED_BACK_COUNT] += m->points;
    m->points = 0;
}

INLINE void perhaps_leave(const World *w, int64_t row, int64_t day, uint64_t x)
{
    if (may_leave(x, w->c.leave_bound[row])) leave(w, row, day, x);
}

/* ties ------------------------------------------------------------------------------------- */

INLINE int64_t in_first_line(int32_t ties) { return ties == 0 ? 0 : (ties - 1) % SLOTS + 1; }

INLINE int64_t count_here(const uint64_t *restrict here, const int32_t *restrict line, int64_t ties)
{
    int64_t count = 0;
    for (int64_t k = 0; k < ties; k++) {
        const uint32_t other = (uint32_t)line[k];
        count += (int64_t)(here[other >> 6] >> (other & 63) & 1);
    }
    return count;
}

INLINE float share_here(const Columns *c, int64_t row)
{
    const int32_t ties = c->members[row].ties;
    if (ties == 0) return 0.0f;
    const int32_t *line = c->lines + row * LINE;
    int64_t count = count_here(c->here_yesterday, line, in_first_line(ties));
    for (int64_t next = line[SLOTS]; next >= 0; next = line[SLOTS]) {
        line = c->spill + next * LINE;
        count += count_here(c->here_yesterday, line, SLOTS);
    }
    return (float)count / (float)ties;
}

static void mourn_one(const World *w, int64_t day, int64_t row)
{
    Behaviour b = &w->theta;
    const int32_t *line = w->c.lines + row * LINE;
    int64_t ties = in_first_line(w->c.members[row].ties);
    for (;;) {
        for (int64_t k = 0; k < ties; k++) {
            Member *m = &w->c.members[line[k]];
            if (m->flags & LEFT) continue;
            m->loss = loss_now(b, m->loss, (float)(day - m->loss_day)) + 1.0f;
            m->loss_day = (uint16_t)day;
            const float worst = exp32(worst_exponent(b, m->satisfaction));
            w->c.leave_bound[line[k]] = leave_byte(b, m, worst, day);
        }
        if (line[SLOTS] < 0) return;
        line = w->c.spill + (int64_t)line[SLOTS] * LINE;
        ties = SLOTS;
    }
}

static void mourn(const World *w, int64_t day)
{
    for (int64_t word = 0; word < (w->c.control[MEMBERS] + 63) >> 6; word++) {
        for (uint64_t bits = w->c.leaving[word]; bits; bits &= bits - 1) {
            mourn_one(w, day, 64 * word + __builtin_ctzll(bits));
        }
        w->c.leaving[word] = 0;
    }
}

/* who comes -------------------------------------------------------------------------------- */

INLINE uint64_t passes(const World *w, int64_t first, int64_t size)
{
    const uint64_t k = w->t.keys[VISIT];
    const float scale = (float)w->t.sums[SCALE] / 256.0f;
    const uint64_t *restrict identity = w->c.identity + first;
    const uint8_t *restrict visit = w->c.visit_bound + first;
    const uint8_t *restrict leaving = w->c.leave_bound + first;
    uint32_t high[64], low[64];
    for (int64_t n = 0; n < size; n++) {
        const uint64_t x = mix(identity[n] ^ k);
        high[n] = (uint32_t)(x >> 44);
        low[n] = (uint32_t)x >> 12;
    }
    uint8_t may[64];
    for (int64_t n = 0; n < size; n++) {
        const float v = bound_of(visit[n]) * scale, l = bound_of(leaving[n]);
        may[n] = ((float)(int32_t)high[n] < v) | ((float)(int32_t)low[n] < l)
            | (visit[n] == ALWAYS) | (leaving[n] == ALWAYS);
    }
    uint64_t bits = 0;
    for (int64_t n = 0; n < size; n++) bits |= (uint64_t)may[n] << n;
    return bits;
}

INLINE int64_t screen(const World *w, int64_t first, int64_t last)
{
    int64_t found = 0;
    for (; first < last; first += 64) {
        const int64_t size = last - first;
        uint64_t bits = size < 64 ? passes(w, first, size) : passes(w, first, 64);
        for (; bits; bits &= bits - 1) {
            const int64_t row = first + __builtin_ctzll(bits);
            work.queued[found++] = (int32_t)row;
            __builtin_prefetch(&w->c.members[row], 1, 2);
        }
    }
    return found;
}

INLINE void exponentials(float *restrict power, int64_t count)
{
    for (int64_t n = 0; n < count; n++) power[n] = exp32(power[n]);
}

INLINE float goal_progress(const World *w, int32_t points, int64_t level)
{
    const int64_t *rules = w->d.rules;
    if (rules[POINTS_ON] == 0 || level >= rules[LEVELS]) return 0.0f;
    const int64_t below = level == 0 ? 0 : rules[THRESHOLDS + level - 1];
    return (float)(points - below) / (float)(rules[THRESHOLDS + level] - below);
}

INLINE bool come_back(const World *w, Member *m, int64_t row, int64_t day, uint64_t x)
{
    const float away = (float)(day - m->loss_day);
    const float back = m->flags & HUNTER ? 0.0f : comeback(&w->theta, away);
    if (unit(x) >= back) {
        w->c.visit_bound[row] = bound_byte(back);
        return false;
    }
    m->flags &= (uint8_t)~LEFT;
    m->loss = 0.0f;
    w->c.returned[row >> 6] |= 1ull << (row & 63);
    w->tl.present[m->segment] += 1;
    counts_of(w, day, m->segment)[RETURNED_COUNT] += 1;
    return true;
}

INLINE void gather(const World *w, const float *effects, int64_t day, int64_t found)
{
    Behaviour b = &w->theta;
    Work *s = &work;
    const uint64_t k = w->t.keys[VISIT];
    float *restrict power = s->power, *restrict gap = s->gap, *restrict age = s->age;
    for (int64_t n = 0; n < found; n++) {
        const int64_t row = s->queued[n];
        s->rows[n] = (int32_t)row;
        Member *m = &w->c.members[row];
        const uint64_t x = mix(w->c.identity[row] ^ k);
        s->words[n] = x;
        const int64_t level = level_of(w, m->lifetime_points);
        const int64_t cell = level * w->segments + m->segment;
        const float progress = goal_progress(w, m->lifetime_points, level);
        gap[n] = (float)(int32_t)(day - m->last_visit);
        age[n] = (float)(int32_t)(day - m->join_day - 1);
        s->trait[n] = m->visit_trait;
        s->habit[n] = m->habit;
        s->fatigue[n] = m->fatigue;
        s->satisfaction[n] = m->satisfaction;
        s->push[n] = effects[cell * EFFECTS + PUSH];
        s->logit[n] = w->t.pulls[cell] + b->goal_gradient * progress * progress;
        if (m->flags & LEFT) s->fate[n] = come_back(w, m, row, day, x) ? COMES : GONE;
        else if (m->visits == 0) s->fate[n] = COMES;
        else s->fate[n] = m->flags & HUNTER ? STAYS : OPEN;
    }
#pragma GCC ivdep
    for (int64_t n = 0; n < found; n++) {
        power[n] = -b->habit_decay * (gap[n] - 1.0f);
        power[found + n] = -age[n] / b->newcomer_days;
        power[2 * found + n] = -b->fatigue_decay * gap[n];
    }
}

INLINE void weigh(const World *w, int64_t found)
{
    Behaviour b = &w->theta;
    float *restrict power = work.power;
    float *restrict logit = work.logit;
    float *restrict habit = work.habit;
    float *restrict fatigue = work.fatigue;
    const float *restrict push = work.push;
    const float *restrict trait = work.trait;
    const float *restrict satisfaction = work.satisfaction;
    const float *restrict age = work.age;
    const uint64_t *restrict words = work.words;
    const uint8_t *restrict fate = work.fate;
    uint8_t *restrict bound = work.bound;
    uint8_t *restrict come = work.come, *restrict ask = work.ask;
    exponentials(power, 3 * found);
#pragma GCC ivdep
    for (int64_t n = 0; n < found; n++) {
        const float kept = power[2 * found + n];
        habit[n] = habit[n] * power[n];
        fatigue[n] = fatigue[n] * kept + push[n] * (1.0f - kept) / b->fatigue_decay;
    }
#pragma GCC ivdep
    for (int64_t n = 0; n < found; n++) {
        const float fresh = power[found + n];
        const float own = own_pull(b, trait[n], habit[n], satisfaction[n], age[n], fresh);
        logit[n] = own + logit[n] - b->fatigue_pull * fatigue[n];
        power[n] = -own;
        power[found + n] = -(logit[n] + b->peer_pull);
        power[2 * found + n] = -logit[n];
    }
    exponentials(power, 3 * found);
#pragma GCC ivdep
    for (int64_t n = 0; n < found; n++) {
        bound[n] = bound_byte(1.0f / (1.0f + power[n]));
        const float with_all = 1.0f / (1.0f + power[found + n]);
        const float with_none = 1.0f / (1.0f + power[2 * found + n]) * 0.99999f;
        const float u = unit(words[n]);
        come[n] = ((u < with_none) & (fate[n] == OPEN)) | (fate[n] == COMES);
        ask[n] = (u < with_all) & (u >= with_none) & (fate[n] == OPEN);
    }
}

INLINE int64_t split(const uint8_t *restrict which, int32_t *restrict chosen, int32_t *restrict others, int64_t found)
{
    int64_t kept = 0;
    for (int64_t n = 0; n < found; n++) {
        chosen[kept] = (int32_t)n;
        others[n - kept] = (int32_t)n;
        kept += which[n];
    }
    return kept;
}

INLINE void stay_away(const World *w, int64_t day, int64_t count)
{
    Work *s = &work;
    for (int64_t j = 0; j < count; j++) {
        const int64_t n = s->others[j];
        if (s->fate[n] == GONE) continue;
        const int64_t row = s->rows[n];
        w->c.visit_bound[row] = s->fate[n] == STAYS ? 0 : s->bound[n];
        perhaps_leave(w, row, day, s->words[n]);
    }
}

INLINE void ask_ties(const World *w, int64_t count)
{
    Work *s = &work;
    const float pull = w->theta.peer_pull;
    for (int64_t j = 0; j < count; j++) {
        const int64_t n = s->chosen[j];
        s->power[j] = -(s->logit[n] + pull * share_here(&w->c, s->rows[n]));
    }
    exponentials(s->power, count);
    for (int64_t j = 0; j < count; j++) {
        const int32_t n = s->chosen[j];
        const float p = 1.0f / (1.0f + s->power[j]);
        s->come[n] = unit(s->words[n]) < p;
    }
}

INLINE void compact(Work *s, int64_t visitors)
{
    for (int64_t j = 0; j < visitors; j++) {
        const int64_t n = s->chosen[j];
        s->rows[j] = s->rows[n];
        s->words[j] = s->words[n];
        s->trait[j] = s->trait[n];
        s->age[j] = s->age[n];
        s->habit[j] = s->habit[n];
        s->fatigue[j] = s->fatigue[n];
    }
}

INLINE int64_t weigh_all(const World *w, const float *effects, int64_t day, int64_t found)
{
    Work *s = &work;
    gather(w, effects, day, found);
    weigh(w, found);
    const int64_t doubtful = split(s->ask, s->chosen, s->others, found);
    for (int64_t j = 0; j < doubtful; j++) {
        __builtin_prefetch(w->c.lines + (int64_t)s->rows[s->chosen[j]] * LINE);
    }
    return doubtful;
}

INLINE int64_t sift(const World *w, int64_t day, int64_t found, int64_t doubtful)
{
    Work *s = &work;
    ask_ties(w, doubtful);
    const int64_t visitors = split(s->come, s->chosen, s->others, found);
    stay_away(w, day, found - visitors);
    compact(s, visitors);
    return visitors;
}

/* visits ----------------------------------------------------------------------------------- */

INLINE void arrive(const World *w, const float *effects, int64_t day, int64_t visitors)
{
    Behaviour b = &w->theta;
    Work *s = &work;
    for (int64_t n = 0; n < visitors; n++) {
        const int64_t row = s->rows[n];
        Member *m = &w->c.members[row];
        expire(w, m, day);
        if (m->flags & (ASKED | COMPLAINED)) {
            const float *waits = w->d.waits + 2 * m->last_visit;
            if (m->flags & ASKED) m->satisfaction = after_wait(b, m->satisfaction, waits[0], 1.0f);
            if (m->flags & COMPLAINED)
                m->satisfaction = after_wait(b, m->satisfaction, waits[1], 2.0f);
            m->flags &= (uint8_t)~(ASKED | COMPLAINED);
        }
        const int64_t cell = level_of(w, m->lifetime_points) * w->segments + m->segment;
        s->satisfaction[n] = m->satisfaction;
        s->rate[n] = m->write_trait * effects[cell * EFFECTS + WRITE_FACTOR];
        s->feed[n] = w->t.feeds[m->segment];
        s->suits[n] = w->t.suits[m->segment];
        s->identity[n] = w->c.identity[row];
        s->loss[n] = m->loss;
        s->gap[n] = (float)(int32_t)(day - m->loss_day);
    }
}

INLINE void read_and_feel(const World *w, int64_t visitors)
{
    Behaviour b = &w->theta;
    const int32_t most_items = (int32_t)w->t.sums[ITEMS];
    const uint64_t k_attention = w->t.keys[TRAIT_ATTENTION], k_read = w->t.keys[READ];
    const uint64_t k_write = w->t.keys[WRITE], k_invite = w->t.keys[INVITE];
    const uint64_t *restrict identity = work.identity;
    const float *restrict feed = work.feed;
    float *restrict suits = work.suits;
    float *restrict satisfaction = work.satisfaction;
    float *restrict write_draw = work.write_draw;
    float *restrict invite_draw = work.invite_draw;
    int32_t *restrict items = work.items;
#pragma GCC ivdep
    for (int64_t n = 0; n < visitors; n++) {
        const float trait = uniform(identity[n], k_attention);
        int32_t read = (int32_t)(b->attention * (0.5f + trait) + 0.5f);
        read = read > 1 ? read : 1;
        items[n] = read < most_items ? read : most_items;
        suits[n] = least((float)read, suits[n]);
    }
#pragma GCC ivdep
    for (int64_t n = 0; n < visitors; n++) {
        const float u = uniform(identity[n], k_read);
        const float luck = (u - 0.5f) * 2.0f * b->read_noise / sqrtf((float)items[n]);
        const float enough = 1.0f - exp32(-suits[n] / b->read_enough);
        const float good = items[n] > 0 ? feed[n] * enough + luck : 0.0f;
        const float target = 0.5f + good - b->expectation;
        satisfaction[n] = clip01(satisfaction[n] + b->satisfaction_gain * (target - satisfaction[n]));
    }
#pragma GCC ivdep
    for (int64_t n = 0; n < visitors; n++) {
        write_draw[n] = uniform(identity[n], k_write);
        invite_draw[n] = uniform(identity[n], k_invite);
    }
}

INLINE void look_ahead(const World *w, int64_t visitors)
{
    Behaviour b = &w->theta;
    float *restrict power = work.power;
    float *restrict habit = work.habit;
    const float *restrict trait = work.trait;
    const float *restrict satisfaction = work.satisfaction;
    const float *restrict age = work.age;
    uint8_t *restrict bound = work.bound;
    float *fresh = power + visitors, *worst = power + 2 * visitors;
    float *kept = power + 3 * visitors;
    const float *restrict loss = work.loss, *restrict gap = work.gap;
    uint8_t *restrict leave_bound = work.leave_bound;
#pragma GCC ivdep
    for (int64_t n = 0; n < visitors; n++) {
        fresh[n] = -(age[n] + 1.0f) / b->newcomer_days;
        worst[n] = worst_exponent(b, satisfaction[n]);
        kept[n] = -gap[n] / b->contagion_days;
        habit[n] = habit[n] + b->habit_gain * (1.0f - habit[n]);
    }
    exponentials(fresh, 3 * visitors);
#pragma GCC ivdep
    for (int64_t n = 0; n < visitors; n++) {
        power[n] = -own_pull(b, trait[n], habit[n], satisfaction[n], age[n] + 1.0f, fresh[n]);
    }
    exponentials(power, visitors);
#pragma GCC ivdep
    for (int64_t n = 0; n < visitors; n++) {
        bound[n] = bound_byte(1.0f / (1.0f + power[n]));
        const float now = loss[n] <= 0.0f ? 0.0f : loss[n] * kept[n];
        leave_bound[n] = bound_byte(hazard_bound(b, worst[n], now));
    }
}

INLINE void ask(const World *w, uint64_t h, Member *m, int64_t *counts)
{
    Behaviour b = &w->theta;
    if (uniform(h, w->t.keys[QUESTION]) < b->question_rate) {
        m->flags |= ASKED;
        counts[QUESTIONS_COUNT] += 1;
    }
    const float p = b->complaint_rate * exp32(2.0f * (0.5f - m->satisfaction));
    if (uniform(h, w->t.keys[COMPLAINT]) < p) {
        m->flags |= COMPLAINED;
        counts[COMPLAINTS_COUNT] += 1;
    }
}

INLINE void redeem(const World *w, uint64_t h, Member *m, int64_t *counts)
{
    const int64_t price = w->d.rules[REWARD_POINTS];
    if (price > 0 && m->points >= price
        && uniform(h, w->t.keys[REDEEM]) < w->theta.redeem_rate) {
        const int64_t spent = m->points / price * price;
        m->points -= (int32_t)spent;
        counts[POINTS_REDEEMED_COUNT] += spent;
    }
}

INLINE void invite(
    const World *w, uint64_t h, int64_t row, Member *m, int64_t *counts, Effect effect, float u)
{
    const float factor = effect[INVITE_FACTOR];
    if (u >= factor * w->t.caps[1] || m->invitations == UINT16_MAX) return;
    const float trait = unit(mix(h ^ w->t.keys[TRAIT_INVITE]));
    const int64_t unlock = w->d.rules[UNLOCK_AFTER];
    if (u >= invite_probability(&w->theta, m->satisfaction, trait, factor, m->progress, unlock))
        return;
    const uint64_t friend = child(h, m->invitations);
    m->invitations += 1;
    counts[INVITATIONS_COUNT] += 1;
    if (uniform(friend, w->t.keys[ACCEPT]) < effect[ACCEPT_PROBABILITY]) {
        const uint64_t bit = 1ull << (row & 63);
        w->c.accepted[row >> 6] |= bit;
        if (uniform(friend, w->t.keys[HUNT]) < effect[HUNTER_PROBABILITY])
            w->c.hunted[row >> 6] |= bit;
        w->tl.accepted[0] += 1;
        counts[ACCEPTED_COUNT] += 1;
    }
}

INLINE void spend(const World *w, const float *effects, int64_t row, int64_t day, int64_t n)
{
    Behaviour b = &w->theta;
    Work *s = &work;
    Member *m = &w->c.members[row];
    const uint64_t h = s->identity[n];
    const int64_t cell = level_of(w, m->lifetime_points) * w->segments + m->segment;
    Effect effect = effects + cell * EFFECTS;
    int64_t *restrict counts = counts_of(w, day, m->segment);
    m->satisfaction = s->satisfaction[n];
    m->habit = s->habit[n];
    m->fatigue = s->fatigue[n] + effect[AD_FATIGUE];
    w->c.here_today[row >> 6] |= 1ull << (row & 63);
    counts[VISITS_COUNT] += 1;
    counts[EXPOSURES_COUNT] += s->items[n];

    int32_t posts = 0;
    if (s->write_draw[n] >= 1.0f - s->rate[n] * w->t.caps[0]) {
        const float mood = exp32(b->write_satisfaction * (m->satisfaction - 0.5f));
        posts = poisson32(s->rate[n] * mood, s->write_draw[n]);
    }
    const bool contribution = w->d.rules[CONTRIBUTION] != 0;
    if (contribution && m->visits == 0 && posts == 0) posts = 1;
    if (posts > 0) {
        m->posts += posts;
        counts[POSTS_COUNT] += posts;
        counts[WRITERS_COUNT] += 1;
    }
    if (posts > 0 || !contribution) {
        counts[ACTIVE_COUNT] += 1;
        mark_active(w, m, day);
    }
    const float buy = effect[BUY_PROBABILITY];
    if (buy > 0.0f && uniform(h, w->t.keys[BUY]) < buy) {
        counts[BUYERS_COUNT] += 1;
        counts[SOLD_MILLIONTHS_COUNT] += (int64_t)effect[PRICE];
    }
    if (w->d.rules[DESK] != 0) ask(w, h, m, counts);
    redeem(w, h, m, counts);
    const int64_t points
        = (int64_t)effect[POINTS_VISIT] + (int64_t)posts * (int64_t)effect[POINTS_POST];
    if (points > 0) {
        m->points += (int32_t)points;
        m->lifetime_points += (int32_t)points;
        counts[POINTS_ISSUED_COUNT] += points;
    }
    if (effect[INVITE_FACTOR] > 0.0f) invite(w, h, row, m, counts, effect, s->invite_draw[n]);
    m->last_visit = (int32_t)day;
    if (m->visits < 255) m->visits += 1;
}

INLINE void visits(const World *w, const float *effects, int64_t day, int64_t visitors)
{
    Work *s = &work;
    arrive(w, effects, day, visitors);
    read_and_feel(w, visitors);
    look_ahead(w, visitors);
    for (int64_t n = 0; n < visitors; n++) {
        const int64_t row = s->rows[n];
        const Member *m = &w->c.members[row];
        spend(w, effects, row, day, n);
        w->c.visit_bound[row] = m->flags & HUNTER ? 0 : s->bound[n];
        w->c.leave_bound[row] = s->leave_bound[n];
        perhaps_leave(w, row, day, s->words[n]);
    }
}

/* the day ---------------------------------------------------------------------------------- */

static int64_t compose_feed(const World *w, const float *supply)
{
    Behaviour b = &w->theta;
    const int64_t *posts = w->t.posts;
    float *feed = w->t.feeds, *suits = w->t.suits;
    float items = 0.0f, total = 0.0f;
    for (int64_t j = 0; j < w->segments; j++) {
        items = items + (float)posts[j] + supply[3 * j];
        total = total + (float)posts[j] + b->prominence * supply[3 * j + 1];
    }
    for (int64_t j = 0; j < w->segments; j++) feed[j] = suits[j] = 0.0f;
    if (total <= 0.0f) return 0;
    for (int64_t j = 0; j < w->segments; j++) {
        const float share = ((float)posts[j] + b->prominence * supply[3 * j + 1]) / total;
        float worth = (float)posts[j] * b->quality_member + b->prominence * supply[3 * j + 2];
        worth = worth / total * exp32(-b->satiation * share);
        for (int64_t k = 0; k < w->segments; k++) {
            const float match = k == j ? 1.0f : b->off_topic_match;
            feed[k] = feed[k] + worth * match;
            suits[k] = suits[k] + ((float)posts[j] + supply[3 * j]) * match;
        }
    }
    return (int64_t)(items + 0.5f);
}

static int64_t scale(const World *w)
{
    float s = w->t.pulls[0];
    for (int64_t cell = 0; cell < w->levels * w->segments; cell++) s = most(s, w->t.pulls[cell]);
    s = s + w->theta.peer_pull;
    if (w->d.rules[POINTS_ON] != 0) s = s + w->theta.goal_gradient;
    return s <= 0.0f ? 257 : (int64_t)least(exp32(s) * 256.3f, 1e8f) + 1;
}

static void open_day(const World *w, int64_t day)
{
    Behaviour b = &w->theta;
    w->c.born[day] = w->c.born[day + 1] = w->c.control[MEMBERS];
    for (int64_t j = 0; j < w->segments; j++) {
        w->t.posts[j] = day > 0 ? counts_of(w, day - 1, j)[POSTS_COUNT] : 0;
    }
    const int64_t supply_row = least_of(offer_row(w, day), w->supply_days - 1);
    const int64_t items = compose_feed(w, w->d.supply + supply_row * w->segments * 3);
    counts_of(w, day, 0)[SUPPLIED_COUNT] += items;
    w->t.sums[ITEMS] = items;
    for (int64_t n = 0; n < KEYS; n++) {
        w->t.keys[n] = key(w->seed, DECISIONS[n], n < TRAIT_ATTENTION ? day : 0);
    }
    w->t.caps[0] = exp32(b->write_satisfaction * 0.5f) * 1.001f;
    w->t.caps[1] = b->invite_rate * 2.0f * exp32(b->invite_satisfaction * 0.5f) * 1.001f;
    if (w->d.rules[UNLOCK_AFTER] > 0) w->t.caps[1] = w->t.caps[1] * exp32(b->invite_gradient);
    const float *effects = effects_of(w, day);
    for (int64_t cell = 0; cell < w->levels * w->segments; cell++) {
        const float pull = w->d.shift[day] + effects[cell * EFFECTS + SHIFT];
        const int64_t j = cell % w->segments;
        const float enough = 1.0f - exp32(-least(w->t.suits[j], b->attention) / b->read_enough);
        w->t.pulls[cell] = pull + b->content_pull * (w->t.feeds[j] * enough - 0.5f);
    }
    w->t.sums[SCALE] = scale(w);
}

static void close_day(const World *w, int64_t day)
{
    mourn(w, day);
    for (int64_t word = 0; word < (w->c.control[MEMBERS] + 63) >> 6; word++) {
        w->c.here_yesterday[word] = w->c.here_today[word];
        w->c.here_today[word] = 0;
    }
    const float *effects = effects_of(w, day);
    for (int64_t j = 0; j < w->segments; j++) {
        const double present = (double)w->tl.present[j];
        w->tl.population[day * w->segments + j] = w->tl.present[j];
        counts_of(w, day, j)[REACHABLE_COUNT] = w->tl.present[j];
        counts_of(w, day, j)[PUSHES_COUNT]
            = (int64_t)((double)effects[j * EFFECTS + PUSH] * present + 0.5);
    }
    w->c.control[ACCEPTED_WAITING] = w->tl.accepted[0];
    w->tl.accepted[0] = 0;
    w->c.control[DAY] = day + 1;
}

void live(const World *w, int64_t last_day)
{
    const int64_t members = w->c.control[MEMBERS];
    for (int64_t day = w->c.control[DAY]; day < last_day; day++) {
        open_day(w, day);
        const float *effects = effects_of(w, day);
        int64_t found = screen(w, 0, least_of(BLOCK, members));
        for (int64_t first = 0; first < members; first += BLOCK) {
            const int64_t doubtful = weigh_all(w, effects, day, found);
            const int64_t next = screen(w, first + BLOCK, least_of(first + 2 * BLOCK, members));
            visits(w, effects, day, sift(w, day, found, doubtful));
            found = next;
        }
        close_day(w, day);
    }
}
