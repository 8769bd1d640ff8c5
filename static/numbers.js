// Numbers as people write them, in whole minor units. The server reads them again and is right.

// «1 234,50» of scale 2 → 123450n; null for an empty or unreadable one.
export function minor(text, scale) {
  const plain = text.replace(/[\s\u00a0\u202f₽]/g, "").replace(",", ".").replace("−", "-");
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(plain);
  if (!found) return null;
  const [, sign, whole, part = ""] = found;
  if (part.slice(scale).replaceAll("0", "") !== "") return null;
  const value = BigInt(whole + part.slice(0, scale).padEnd(scale, "0"));
  return sign ? -value : value;
}

export function show(value, scale) {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  const part = digits.slice(digits.length - scale);
  const tail = scale && Number(part) ? `,${part}` : "";
  return `${value < 0n ? "−" : ""}${whole}${tail}`;
}

// The form of a noun for a number: plural(5, ["день", "дня", "дней"]) is «дней».
export function plural(number, [one, few, many]) {
  const [ten, hundred] = [number % 10, number % 100];
  if (hundred >= 11 && hundred <= 14) return many;
  if (ten === 1) return one;
  return ten >= 2 && ten <= 4 ? few : many;
}
