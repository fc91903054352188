import type { refusalsEn } from './refusals-en.ts';

/** Chinese texts on what the gateway refused to a device. */
export const refusalsZh: typeof refusalsEn = {
  title: '网关已拒绝',
  hint: '被拒绝的连接、消息和订阅，一分钟内写入日志。',
  times: (count, isOne, last) => (isOne ? `1 次，${last}` : `${count} 次，最近 ${last}`),
  reasons: {
    'bad-credential': { name: '凭据错误', advice: '用户名为设备编号，密码为其令牌。' },
    'client-id': { name: '客户端标识错误', advice: '请使用设备编号；清除会话时也可留空。' },
    'identity-contested': {
      name: '两个客户端共用一个凭据',
      advice: '请为每个客户端配置各自的凭据；若只有一台设备，请检查其网络。',
    },
    'will-topic': { name: '遗嘱主题不属于该设备', advice: '请使用该设备的主题。' },
    'topic-invalid': { name: '主题无效', advice: '不得含通配符或控制字符，且不得过长。' },
    'topic-not-own': { name: '主题不属于该设备', advice: '请发布到该设备的主题。' },
    'subscription-not-own': { name: '订阅了不属于该设备的主题', advice: '请只订阅该设备可用的主题。' },
    'too-many-subscriptions': { name: '订阅过多', advice: '请减少订阅。' },
    'packet-too-large': { name: '消息过大', advice: '请减小每批发送的数据量。' },
    'message-id-zero': { name: '消息标识为 0', advice: '客户端有误：标识从 1 开始。' },
    'protocol-level': { name: 'MQTT 版本不符', advice: '请将客户端设为 MQTT 3.1.1。' },
    'protocol-error': { name: '违反 MQTT 协议', advice: '客户端有误，请修复或更换。' },
    websocket: { name: 'WebSocket 未用于 MQTT', advice: '请设置子协议“mqtt”，并发送二进制帧。' },
    'credential-withdrawn': { name: '令牌已更换', advice: '请为设备配置新令牌。' },
  },
};
