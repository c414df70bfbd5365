/** Whether what a file holds has the shape that is read of it: enough that nothing is taken for what it is not. */

export type Shape<Value> = (value: unknown) => value is Value;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object all of whose values have the shape. */
export function isRecordOf<Value>(value: unknown, shape: Shape<Value>): value is Readonly<Record<string, Value>> {
  return isRecord(value) && Object.values(value).every(shape);
}

export function isListOf<Value>(value: unknown, shape: Shape<Value>): value is readonly Value[] {
  return Array.isArray(value) && value.every(shape);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
