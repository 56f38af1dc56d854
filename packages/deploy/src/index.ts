export { type AwsPlatform, requireAws } from "./aws-platform.ts";
