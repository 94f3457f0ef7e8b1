// Attention of one element type: for some queries at a time, their scores with all keys, the weights of those,
// and the average of the values, all while they are in the first-level cache.
//
// Included after seq_product.h with, under NAME: left, left_bytes, pack_values, weigh and average.

typedef struct NAME(attention_room) {
  ints *keep;               // all bits set for the keys that count
  SUM *keys, *values;       // panels of one head
  INPUT *left, *right;      // room for the rows of q and k
  SUM *scores;              // of a block of queries, or of all
  SUM *averages;            // of a block
  INPUT *weights;
} NAME(attention_room);

// Whether room is kept for the scores of all queries.
static bool NAME(keeps_scores)(const ck_attention *a) { return a->queries == a->keys && a->keys <= KEPT; }

static size_t NAME(layout_attention)(const ck_attention *a, char *base, NAME(attention_room) *room) {
  const int depth = a->features / a->heads, width = a->value_features / a->heads;
  const size_t keys = (size_t)NAME(panels)(a->keys) * PANEL, columns = (size_t)NAME(panels)(width) * PANEL;
  size_t at = 0;
  room->keep = take(base, &at, keys * sizeof(int32_t));
  room->keys = take(base, &at, keys * NAME(groups)(depth) * sizeof(int32_t));
  room->values = take(base, &at, columns * NAME(groups)(a->keys) * sizeof(int32_t));
  room->left = take(base, &at, NAME(left_bytes)(a->queries, depth));
  room->right = take(base, &at, NAME(left_bytes)(a->keys, depth));
  room->scores = take(base, &at, (NAME(keeps_scores)(a) ? a->queries : QUERIES) * keys * sizeof(int32_t));
  room->averages = take(base, &at, QUERIES * columns * sizeof(int32_t));
  room->weights = take(base, &at, QUERIES * keys * sizeof(INPUT));
  return at;
}

static size_t NAME(attention_scratch)(const ck_attention *a) {
  NAME(attention_room) room;
  return NAME(layout_attention)(a, 0, &room);
}

static void NAME(attention_run)(const ck_attention *a, const ck_attention_i8 *integers, float scale, const VALUE *q,
                                const VALUE *k, const VALUE *v, const VALUE *mask, void *scratch, VALUE *y) {
  const int depth = a->features / a->heads, width = a->value_features / a->heads;
  const int groups = NAME(groups)(depth), key_groups = NAME(groups)(a->keys);
  const int key_panels = NAME(panels)(a->keys), panels = NAME(panels)(width);
  const ptrdiff_t key_pitch = key_panels * PANEL;
  NAME(attention_room) room;
  NAME(layout_attention)(a, scratch, &room);
  int32_t *keep = (int32_t *)room.keep;
  for (int i = 0; i < key_pitch; i++) keep[i] = i < a->keys && (!mask || mask[i] != 0) ? -1 : 0;

  // Where queries are the keys, scores are symmetric: those left of the panels of a block are the ones that earlier
  // blocks have computed.
  const bool symmetric = NAME(keeps_scores)(a) && q == k && integers->q_zero == integers->k_zero;

  for (int head = 0; head < a->heads; head++) {
    ptrdiff_t q_pitch, k_pitch;
    const INPUT *left = NAME(left)(a->queries, depth, q + head * depth, a->features, integers->q_zero, room.left,
                                   &q_pitch);
    const INPUT *right = NAME(left)(a->keys, depth, k + head * depth, a->features, integers->k_zero, room.right,
                                    &k_pitch);
    pack_keys(a->keys, groups, right, k_pitch * sizeof(INPUT), (int32_t *)room.keys);
    NAME(pack_values)(a->keys, width, v + head * width, a->value_features, integers->v_zero,
                      (INPUT *)room.values);

    for (int row = 0; row < a->queries; row += QUERIES) {
      const int rows = a->queries - row < QUERIES ? a->queries - row : QUERIES;
      float total[QUERIES];
      const int known = symmetric ? row / PANEL : 0;
      SUM *scores = room.scores + (symmetric ? row * 2 * key_panels : 0);
      if (known > 0) {
        transpose(known * PANEL, rows, (int32_t *)room.scores + row, key_pitch * sizeof(int32_t), (int32_t *)scores,
                  key_pitch);
      }
      NAME(product)(rows, key_panels - known, groups, left + row * q_pitch, q_pitch,
                    room.keys + known * 2 * groups, scores + 2 * known, 2 * key_panels);
      NAME(weigh)(rows, 2 * key_panels, scores, room.keep, scale, room.weights, total);
      NAME(product)(rows, panels, key_groups, room.weights, key_pitch, room.values, room.averages, 2 * panels);
      for (int r = 0; r < rows; r++) {
        NAME(average)(width, (const void *)(room.averages + r * 2 * panels), total[r], integers,
                      y + (ptrdiff_t)(row + r) * a->value_features + head * width);
      }
    }
  }
}
