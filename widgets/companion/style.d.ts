declare module "kith-companion-style" {
  const style: string;
  export default style;
}
