interface Batch {
  readonly firstOffset: bigint;
  readonly lastOffsetDelta: number;
  readonly attributes: number;
  readonly producerId: bigint;
}

interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

export const isControl = 0x20;
const isTransactional = 0x10;

/**
 * The batches without those of aborted transactions, which a broker sends with a list of them.
 * @platformatic/kafka does the same, but not where a producer aborted twice within one answer, nor
 * where the end of the transaction is not in it.
 */
export function dropAborted<B extends Batch>(
  batches: readonly B[],
  transactions: readonly AbortedTransaction[],
): readonly B[] {
  if (transactions.length === 0) return batches;
  const waiting = [...transactions].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const aborting = new Set<bigint>();
  return batches.filter(({ firstOffset, lastOffsetDelta, attributes, producerId }) => {
    const lastOffset = firstOffset + BigInt(lastOffsetDelta);
    while (waiting[0] !== undefined && waiting[0].firstOffset <= lastOffset) {
      aborting.add(waiting[0].producerId);
      waiting.shift();
    }
    // The marker at the end of a transaction. It stays: reading moves on with it.
    if ((attributes & isControl) !== 0) aborting.delete(producerId);
    return (attributes & isTransactional) === 0 || !aborting.has(producerId);
  });
}
